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
  /// - Precondition: `heard` has as many frames as a finished path.
  public init?(path: CommandPath, graph: CommandGraph, heard: FreePhones) {
    guard let final = path.final else { return nil }
    precondition(heard.frameCount == path.frameCount)
    let outputs = path.steps.map { graph.outputs[$0.output] } + [graph.outputs[Int(graph.finals[final].output)]]
    let reading = CommandReading(outputs)
    guard let intent = reading.intent else { return nil }
    self.intent = intent
    words = zip(path.steps, outputs).compactMap { step, output in
      output.word.map { Word(text: $0, time: Self.seconds(step.frames)) }
    }
    slots = reading.slots.map { Slot($0, of: reading, path: path, heard: heard) } + Self.fixedSlots(of: reading)
    score = path.score
  }

  static func fixedSlots(of reading: CommandReading) -> [Slot] {
    let spoken = Set(reading.slots.map(\.name))
    return reading.values.filter { !spoken.contains($0.key) }
      .sorted { $0.key < $1.key }
      .map { Slot(name: $0.key, value: $0.value, time: nil, words: []) }
  }

  fileprivate static func seconds(_ frames: Range<Int>) -> Range<Double> {
    let frame = PhonePosteriors.frameDuration
    return Double(frames.lowerBound) * frame..<Double(frames.upperBound) * frame
  }
}

extension Interpretation.Slot {
  /// A slot with its place in time. A wildcard lasts until something else is heard, without the silence around it.
  fileprivate init(_ slot: CommandReading.Slot, of reading: CommandReading, path: CommandPath, heard: FreePhones) {
    name = slot.name
    words = Array(reading.words[slot.words])
    let steps = path.steps[slot.outputs.clamped(to: path.steps.indices)]
    let start = steps.first?.frames.lowerBound ?? 0
    if let value = slot.value {
      self.value = value
      time = steps.last.map { Interpretation.seconds(start..<$0.frames.upperBound) }
    } else {
      let isLast = steps.endIndex == path.steps.endIndex
      let frames = start..<(isLast ? path.frameCount : path.steps[steps.endIndex].frames.lowerBound)
      value = .text("/" + heard.phones(in: frames).map(\.description).joined(separator: " ") + "/")
      time = Interpretation.seconds(heard.speech(in: frames) ?? frames)
    }
  }
}
