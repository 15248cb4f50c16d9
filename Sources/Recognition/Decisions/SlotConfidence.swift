import Commands

/// A command of another meaning, and how much worse it is.
struct Rival {
  var meaning: CommandMeaning
  /// The names of its wildcards, which its meaning lacks.
  var wildcards: Set<String> = []
  /// In nats, 0 or more; by both modalities where there is a transcript.
  var margin: Float

  /// Whether it says the same of a slot; of a wildcard, that it has it.
  fileprivate func agrees(with slot: Interpretation.Slot) -> Bool {
    meaning.values[slot.name] == slot.value || wildcards.contains(slot.name)
  }

  /// What was found besides the first of `sentences`, whose scores are in nats.
  static func rivals(_ sentences: [ScoredSentence], in graph: CommandGraph) -> [Rival] {
    guard let best = sentences.first else { return [] }
    return sentences.dropFirst().map { Rival($0.sentence, in: graph, margin: max(0, best.score - $0.score)) }
  }
}

extension Rival {
  /// What another sentence means.
  init(_ sentence: CommandSentence, in graph: CommandGraph, margin: Float) {
    let reading = sentence.reading(in: graph)
    (meaning, self.margin) = (CommandMeaning(reading), margin)
    wildcards = Set(reading.slots.filter { $0.value == nil }.map(\.name))
  }
}

extension Interpretation {
  /// Says of each slot how far it is to be believed.
  ///
  /// A slot is as sure as a command would be of which the slot's words are all that may be wrong: its own words take the
  /// place of the weakest one, and only a rival that says something else of this slot speaks against it.
  ///
  /// - Parameters:
  ///   - path: what this was read from, in `graph`.
  ///   - confidence: that in the whole.
  mutating func judge(
    _ path: CommandPath, in graph: CommandGraph, _ confidence: Confidence, against rivals: [Rival],
    _ calibration: Confidence.Calibration, in mode: HearingMode
  ) {
    guard let features = confidence.features else { return }
    let reading = CommandReading(path.steps.map { graph.outputs[$0.output] })
    for (index, slot) in slots.enumerated() {
      let steps =
        index < reading.slots.count ? path.steps[reading.slots[index].outputs.clamped(to: path.steps.indices)] : []
      var own = features
      own.margin = rivals.filter { !$0.agrees(with: slot) }.map(\.margin).min() ?? .infinity
      own.margin = min(own.margin, Confidence.Features.highestMargin)
      let ratios = steps.filter { $0.phones > 0 && graph.outputs[$0.output].word != nil }.map(\.ratio)
      if let weakest = ratios.min() { own.weakestWord = weakest }
      slots[index].confidence = Confidence(own, calibration, in: mode).value
    }
  }

  /// The word that was heard worst; nil where none was heard.
  public var weakestWord: Word? { words.filter { $0.ratio != nil }.min { ($0.ratio ?? 0) < ($1.ratio ?? 0) } }
}
