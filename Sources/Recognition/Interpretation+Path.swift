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
  ///   - graph: the commands.
  ///   - heard: the free phones of the same frames, for wildcards.
  ///   - free: the words of each wildcard in the order of the sentence, where they are known.
  /// - Precondition: `heard` has as many frames as a finished path.
  public init?(path: CommandPath, graph: CommandGraph, heard: FreePhones, free: [FreePart] = []) {
    guard let final = path.final else { return nil }
    precondition(heard.frameCount == path.frameCount)
    let outputs = path.steps.map { graph.outputs[$0.output] } + [graph.outputs[Int(graph.finals[final].output)]]
    let reading = CommandReading(outputs)
    guard let intent = reading.intent else { return nil }
    self.intent = intent
    words = zip(path.steps, outputs).compactMap { step, output in
      output.word.map { Word(text: $0, time: Self.seconds(step.frames), ratio: step.ratio) }
    }
    slots = reading.slots.map { Slot($0, of: reading, path: path, heard: heard) } + Self.fixedSlots(of: reading)
    reply = reading.reply
    score = path.score
    fill(reading, with: free)
  }

  /// Puts the words of wildcards where they were said: where that is not known, each takes an even part of the time.
  private mutating func fill(_ reading: CommandReading, with free: [FreePart]) {
    let wildcards = reading.slots.indices.filter { reading.slots[$0].value == nil }
    // From the end, so that places stay as they are.
    for (slot, free) in zip(wildcards, free).reversed() where !free.words.isEmpty {
      let time = slots[slot].time ?? 0..<0
      let step = (time.upperBound - time.lowerBound) / Double(free.words.count)
      let said = free.words.enumerated().map { index, word in
        let start = time.lowerBound + Double(index) * step
        return Word(
          text: word.text,
          time: word.frames.map(Self.seconds) ?? start..<max(start, min(start + step, time.upperBound)))
      }
      words.insert(contentsOf: said, at: reading.slots[slot].words.lowerBound)
      slots[slot].words = free.words.map(\.text)
      slots[slot].value = .text(slots[slot].words.joined(separator: " "))
      slots[slot].isGuessed = free.isGuessed
    }
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
      let said = "/" + heard.phones(in: frames).map(\.description).joined(separator: " ") + "/"
      (value, phones) = (.text(said), said)
      time = Interpretation.seconds(heard.speech(in: frames) ?? frames)
    }
  }
}
