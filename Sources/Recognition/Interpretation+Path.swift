import Aligner
public import Commands
import Lexicon

extension Interpretation {
  /// Reads the words and tags of a finished path.
  ///
  /// Returns nil where the path is not finished.
  ///
  /// - Parameters:
  ///   - path: what the decoder found in `graph`.
  ///   - heard: the free phones of the same frames, for wildcards.
  public init?(path: CommandPath, graph: CommandGraph, heard: FreePhones) {
    guard let final = path.final else { return nil }
    var reader = PathReader(heard: heard)
    for step in path.steps { reader.read(graph.outputs[step.output], frames: step.frames) }
    reader.read(graph.outputs[Int(graph.finals[final].output)].tags, before: path.frameCount)
    guard let intent = reader.intent else { return nil }
    self.init(intent: intent, slots: reader.slots + reader.fixedSlots, words: reader.words, score: path.score)
  }
}

/// Walks along the outputs of a path and collects what they say.
private struct PathReader {
  let heard: FreePhones
  var intent: String?
  var slots: [Interpretation.Slot] = []
  var fixed: [String: SlotValue] = [:]
  var words: [Interpretation.Word] = []
  /// The frame after the last word.
  var end = 0
  private var opened: [String: (frame: Int, words: Int)] = [:]

  init(heard: FreePhones) { self.heard = heard }

  /// The slots that are fixed and were not spoken.
  var fixedSlots: [Interpretation.Slot] {
    fixed.sorted { $0.key < $1.key }
      .filter { slot in !slots.contains { $0.name == slot.key } }
      .map { Interpretation.Slot(name: $0.key, value: $0.value, time: nil, words: []) }
  }

  mutating func read(_ output: CommandGraph.Output, frames: Range<Int>) {
    read(output.tags, before: frames.lowerBound)
    guard let word = output.word else { return }
    words.append(Interpretation.Word(text: word, time: seconds(frames)))
    end = frames.upperBound
  }

  /// - Parameter next: the frame in which the word after the tags begins, or the end of what was heard.
  mutating func read(_ tags: [CommandGraph.Tag], before next: Int) {
    for tag in tags {
      switch tag {
      case .open(let slot): opened[slot] = (next, words.count)
      case .close(let slot, let value): close(slot, value, before: next)
      case .intent(let name, let values):
        intent = name
        fixed = values
      }
    }
  }

  private mutating func close(_ name: String, _ value: SlotValue?, before next: Int) {
    let start = opened.removeValue(forKey: name) ?? (frame: next, words: words.count)
    guard let value else {
      slots.append(wildcard(name, in: min(start.frame, next)..<next))
      return
    }
    let spoken = words[start.words...].map(\.text)
    let frames = start.frame..<max(start.frame, end)
    slots.append(Interpretation.Slot(name: name, value: value, time: seconds(frames), words: spoken))
  }

  private func wildcard(_ name: String, in frames: Range<Int>) -> Interpretation.Slot {
    let phones = heard.phones(in: frames).map(\.description).joined(separator: " ")
    let time = seconds(heard.speech(in: frames) ?? frames)
    return Interpretation.Slot(name: name, value: .text("/\(phones)/"), time: time, words: [])
  }

  private func seconds(_ frames: Range<Int>) -> Range<Double> {
    let frame = PhonePosteriors.frameDuration
    return Double(frames.lowerBound) * frame..<Double(frames.upperBound) * frame
  }
}
