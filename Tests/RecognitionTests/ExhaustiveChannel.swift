import Commands
import Lexicon

@testable import Recognition

/// The definition of the text-only pass, written down without any dynamic programming: every walk through a graph
/// without cycles, and for each every way in which the channel can make the transcript of it.
struct ExhaustiveChannel {
  let graph: CommandGraph
  let transcript: TranscriptPhones
  private let channel = PhoneChannel()

  init(graph: CommandGraph, transcript: TranscriptPhones) {
    self.graph = graph
    self.transcript = transcript
  }

  /// The best score of every sequence of outputs, with the final's index at the end.
  func answers() -> [[Int]: Float] {
    var best: [[Int]: Float] = [:]
    walk(from: graph.start, []) { arcs, final in
      let score = arcs.reduce(0) { $0 + $1.weight } + write(arcs[...], transcript.words[...])
      let outputs = arcs.filter { $0.output >= 0 }.map { Int($0.output) } + [final]
      if score > -.infinity { best[outputs] = max(best[outputs] ?? -.infinity, score) }
    }
    return best
  }

  private func walk(from state: Int, _ arcs: [CommandGraph.Arc], _ visit: ([CommandGraph.Arc], Int) -> Void) {
    if let final = graph.finals.firstIndex(where: { Int($0.state) == state }) { visit(arcs, final) }
    for arc in graph.arcs where Int(arc.source) == state { walk(from: Int(arc.target), arcs + [arc], visit) }
  }

  /// The best way to write some words for some arcs.
  private func write(_ arcs: ArraySlice<CommandGraph.Arc>, _ words: ArraySlice<TranscriptPhones.Word>) -> Float {
    omit(arcs) { write($0, words) }
      .joined(
        words.first.map { word in
          let rest = words.dropFirst()
          let inserted = word.confidence * channel.insertedWord(phones: word.shortest) + write(arcs, rest)
          return word.pronunciations.reduce(inserted) { best, way in
            max(best, write(arcs, way.phones[...], scale: word.confidence) { write($0, rest) })
          }
        }) ?? (arcs.isEmpty ? 0 : -.infinity)
  }

  /// The best way to write the rest of a word.
  private func write(
    _ arcs: ArraySlice<CommandGraph.Arc>, _ phones: ArraySlice<Phone>, scale: Float,
    then rest: (ArraySlice<CommandGraph.Arc>) -> Float
  ) -> Float {
    guard let phone = phones.first else { return rest(arcs) }
    var best = scale * channel.insertedPhone + write(arcs, phones.dropFirst(), scale: scale, then: rest)
    if let arc = arcs.first {
      let written = scale * channel.written(phone, said: arc.phone)
      best = max(best, written + write(arcs.dropFirst(), phones.dropFirst(), scale: scale, then: rest))
    }
    return omit(arcs) { write($0, phones, scale: scale, then: rest) }.joined(best) ?? best
  }

  /// The best way to go on after a phone or a word that is not written.
  private func omit(
    _ arcs: ArraySlice<CommandGraph.Arc>, then rest: (ArraySlice<CommandGraph.Arc>) -> Float
  ) -> Float? {
    guard let first = arcs.first else { return nil }
    let phone = transcript.confidence * channel.deletedPhone + rest(arcs.dropFirst())
    guard first.beginsWord, let last = arcs.firstIndex(where: { $0.output >= 0 }),
      arcs[...last].dropFirst().allSatisfy({ !$0.beginsWord })
    else { return phone }
    return max(phone, transcript.confidence * channel.deletedWord + rest(arcs[(last + 1)...]))
  }
}

extension Optional where Wrapped == Float {
  /// The greater of two, where there are any.
  fileprivate func joined(_ other: Float?) -> Float? {
    guard let self else { return other }
    return other.map { max(self, $0) } ?? self
  }
}
