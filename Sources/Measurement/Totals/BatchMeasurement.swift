public import Batch
import Commands
public import Recordings

/// What a batch came to, record by record: how many files were understood and, where it is known what they mean, how many
/// of them rightly.
public struct BatchMeasurement: Sendable {
  /// The column by which the ratios of speech to noise are told apart.
  static let ratioColumn = "snr"
  /// The column of who speaks.
  static let speakerColumn = "speaker"

  /// How many files were understood, rejected, or could not be read.
  public private(set) var totals = RunTotals()
  /// How many commands were understood as they were meant.
  public private(set) var acceptance = Acceptance()
  /// The recordings that are no command and could be read.
  public private(set) var others = 0
  /// Those of them that were taken for one.
  public private(set) var falseAccepts = 0
  /// The recordings of which nobody has said what they mean.
  public private(set) var unlabelled = 0
  /// How each intent fared, by name.
  public private(set) var intents: [String: IntentScore] = [:]
  /// How each slot fared, by name.
  public private(set) var slots: [String: SlotScore] = [:]
  /// Which intent was taken for which.
  public private(set) var confusions = ConfusionMatrix()
  /// How often which slot was taken for what.
  public private(set) var slotConfusions: [SlotConfusion: Int] = [:]
  /// How far the confidences are probabilities.
  public private(set) var calibration = Calibration()
  /// What every threshold would have let through.
  public private(set) var thresholds = RejectionCurve()
  /// The acceptance by column, then by its values.
  public private(set) var groups: [String: [String: Acceptance]] = [:]
  /// The ratios of speech to noise, in the order in which they came; nil for none.
  public private(set) var ratios: [Double?] = []
  /// The computing and the length of each file, in seconds.
  private var costs: [(computing: Double, sound: Double)] = []
  private let labels: Labels?

  /// Nothing counted.
  ///
  /// - Parameter labels: what files mean whose items do not say it.
  public init(labels: Labels? = nil) { self.labels = labels }

  /// Whether anything can be said about right and wrong.
  public var hasTruth: Bool { acceptance.labelled + others > 0 }

  /// What an item means, as far as somebody has said it.
  public func truth(of item: RecordingItem) -> Truth? { item.truth ?? labels?[item.file].map(Truth.command) }

  /// Whether a record means what it should; nil where nobody knows.
  public func isRight(_ record: FileRecord, of item: RecordingItem) -> Bool? {
    truth(of: item).map { $0.accepts(record) }
  }

  /// Counts a record.
  public mutating func add(_ record: FileRecord, of item: RecordingItem) {
    totals.add(record)
    if !ratios.contains(record.snr) { ratios.append(record.snr) }
    if let computing = record.computing, let sound = record.seconds { costs.append((computing, sound)) }
    guard let truth = truth(of: item) else {
      unlabelled += 1
      return
    }
    addConfusion(record, truth)
    addThresholds(record, truth)
    guard let label = truth.label else {
      // What could not be read had no chance to be taken for a command.
      if record.error == nil { others += 1 }
      if record.intent != nil { falseAccepts += 1 }
      return
    }
    acceptance.add(record, label: label)
    var score = intents[label.intent] ?? IntentScore()
    score.acceptance.add(record, label: label)
    if record.intent == label.intent { score.recognised += 1 }
    intents[label.intent] = score
    if record.intent == label.intent { addSlots(record, label) }
    for (column, value) in item.groups { add(record, label, to: value, of: column) }
    add(record, label, to: NoiseMixer.name(of: record.snr), of: Self.ratioColumn)
  }

  private mutating func add(_ record: FileRecord, _ label: Labels.Label, to value: String, of column: String) {
    groups[column, default: [:]][value, default: Acceptance()].add(record, label: label)
  }

  private mutating func addConfusion(_ record: FileRecord, _ truth: Truth) {
    let heard = record.error != nil ? .error : record.intent.map(ConfusionMatrix.Meaning.intent) ?? .nothing
    confusions.add(meant: truth.intent.map(ConfusionMatrix.Meaning.intent) ?? .nothing, heard: heard)
    if let intent = record.intent { intents[intent, default: IntentScore()].claimed += 1 }
  }

  /// The best command counts at every threshold, believed or not.
  private mutating func addThresholds(_ record: FileRecord, _ truth: Truth) {
    let candidate = record.asIfBelieved
    let isRight = truth.accepts(candidate)
    if let confidence = record.confidence, candidate.intent != nil {
      calibration.add(confidence: confidence, isRight: isRight && truth.label != nil)
    }
    switch truth {
    case .command(let label): thresholds.add(command: candidate, label: label)
    case .noCommand: thresholds.add(other: candidate)
    }
  }

  private mutating func addSlots(_ record: FileRecord, _ label: Labels.Label) {
    for (name, meant) in label.slots {
      let heard = record.slots.filter { $0.name == name }
      if heard.contains(where: { Acceptance.matches($0.value, meant) }) {
        slots[name, default: SlotScore()].right += 1
        continue
      }
      if heard.isEmpty {
        slots[name, default: SlotScore()].missing += 1
      } else {
        slots[name, default: SlotScore()].wrong += 1
      }
      count(name, meant: meant.description, heard: heard.first?.value.description ?? "-")
    }
    for slot in record.slots where label.slots[slot.name] == nil {
      slots[slot.name, default: SlotScore()].added += 1
      count(slot.name, meant: "-", heard: slot.value.description)
    }
  }

  private mutating func count(_ slot: String, meant: String, heard: String) {
    slotConfusions[SlotConfusion(slot: slot, meant: meant, heard: heard), default: 0] += 1
  }
}

extension BatchMeasurement {
  /// The share of what is no command that was taken for one.
  public var falseAcceptRate: Proportion { Proportion(count: falseAccepts, total: others) }

  /// The interval of the acceptance over speakers like these; nil where fewer than two are named.
  public var acceptanceOverSpeakers: ClusterBootstrap? {
    let speakers = groups[Self.speakerColumn]?.sorted { $0.key < $1.key }.map(\.value.rate) ?? []
    // Commands whose speaker is not named are no cluster.
    return speakers.reduce(0, { $0 + $1.total }) == acceptance.labelled ? ClusterBootstrap(speakers) : nil
  }

  /// A quantile of the computing for a file, in seconds; nil without files.
  public func latency(_ share: Double) -> Quantile? { Quantile(share, of: costs.map(\.computing).sorted()) }

  /// The computing for a second of sound, in seconds of one core; nil without sound.
  public var realTimeFactor: MeanRatio? { MeanRatio(costs.map { ($0.computing, $0.sound) }) }

  /// The slots that were most often filled otherwise than they were meant.
  public func slotConfusions(limit: Int) -> [(confusion: SlotConfusion, count: Int)] {
    slotConfusions.map { ($0.key, $0.value) }.sorted {
      ($1.1, $0.0.slot, $0.0.meant, $0.0.heard) < ($0.1, $1.0.slot, $1.0.meant, $1.0.heard)
    }.prefix(limit).map { (confusion: $0.0, count: $0.1) }
  }

  /// The values of a column with their acceptance, by name.
  public func groups(of column: String) -> [(value: String, acceptance: Acceptance)] {
    let names = column == Self.ratioColumn ? ratios.map(NoiseMixer.name) : groups[column]?.keys.sorted() ?? []
    return names.compactMap { name in groups[column]?[name].map { (name, $0) } }
  }
}

extension FileRecord {
  /// What would have been understood if the best command were believed.
  var asIfBelieved: FileRecord {
    var record = self
    (record.intent, record.slots) = (candidate?.intent, candidate?.slots ?? [])
    record.words = candidate?.words
    return record
  }
}
