import Aligner
import Commands

/// The part of a graph that says one sentence, in all its pronunciations: what gives the sentence its scores.
struct SentenceGraph {
  /// The sentence, in terms of the whole graph.
  let sentence: CommandSentence
  /// The part. Its outputs are the sentence's, in order, and then the final's.
  let graph: CommandGraph

  /// Cuts the part out, from the sentence's end backwards: towards a word's beginning there is little to choose from.
  ///
  /// Its states are pairs of a state of the whole graph and how much of the sentence has been said there.
  init(_ sentence: CommandSentence, of whole: CommandGraph, incoming: IncomingArcs) {
    var pairs = Pairs()
    var arcs: [CommandGraph.Arc] = []
    let start = pairs.index(of: Pair(state: Int32(whole.start), said: 0))
    let final = whole.finals[sentence.final]
    let end = pairs.index(of: Pair(state: final.state, said: sentence.outputs.count))
    var next = Int(end)
    while next < pairs.all.count {
      let pair = pairs.all[next]
      for index in incoming[Int(pair.state)] {
        var arc = whole.arcs[Int(index)]
        guard let said = Self.said(before: arc, pair.said, of: sentence) else { continue }
        arc.source = pairs.index(of: Pair(state: arc.source, said: said))
        arc.target = Int32(next)
        arc.output = arc.output < 0 ? -1 : Int32(said)
        arcs.append(arc)
      }
      next += 1
    }
    self.sentence = sentence
    graph = CommandGraph(
      stateCount: pairs.all.count, start: Int(start), arcs: arcs,
      finals: [CommandGraph.Final(state: end, output: Int32(sentence.outputs.count))],
      outputs: sentence.outputs.map { whole.outputs[Int($0)] } + [whole.outputs[Int(final.output)]])
  }

  /// How much of the sentence had been said before an arc; nil where the arc says something else.
  private static func said(before arc: CommandGraph.Arc, _ said: Int, of sentence: CommandSentence) -> Int? {
    guard arc.output >= 0 else { return said }
    return said > 0 && sentence.outputs[said - 1] == arc.output ? said - 1 : nil
  }

  private struct Pair: Hashable {
    var state: Int32
    var said: Int
  }

  private struct Pairs {
    private(set) var all: [Pair] = []
    private var indices: [Pair: Int32] = [:]

    mutating func index(of pair: Pair) -> Int32 {
      if let index = indices[pair] { return index }
      indices[pair] = Int32(all.count)
      all.append(pair)
      return Int32(all.count - 1)
    }
  }
}

extension SentenceGraph {
  /// The sentence's best alignment with the sound, in terms of the whole graph; nil where the sound is too short for it.
  ///
  /// - Parameter settings: only the filler counts; the search is exact.
  func path(in posteriors: PhonePosteriors, _ settings: CommandDecoder.Settings) -> CommandPath? {
    var decoder = CommandDecoder(
      graph: graph, settings: .init(beam: .infinity, maximumActive: .max, filler: settings.filler))
    decoder.push(posteriors)
    guard var path = decoder.result() else { return nil }
    for index in path.steps.indices { path.steps[index].output = Int(sentence.outputs[index]) }
    path.final = sentence.final
    return path
  }

  /// The log-probability of a transcript where this sentence was said; -infinity where the channel cannot explain it.
  func explanation(of transcript: TranscriptPhones, by channel: PhoneChannel) -> Float {
    var search = TranscriptSearch(
      graph: graph, keys: graph.meaningKeys, channel: channel, limit: 1, beam: .infinity)
    return search.sentences(for: transcript).first?.score ?? -.infinity
  }
}
