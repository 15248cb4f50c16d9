import Batch
public import Recognition

/// Hears whether a name is said in sound, as a microphone does that is always open: stretches of speech are found as they
/// come, and each is heard in chunks and as a whole.
public final class NameHearing {
  private let name: WakeName
  private let listener: BackgroundListener
  private var search: OverheardSearch
  /// What was heard so far, at every threshold.
  public private(set) var curve = RejectionCurve()
  /// The hours of recordings in which the name is said.
  public private(set) var spokenHours = 0.0

  /// - Parameters:
  ///   - ears: what hears sound as it comes.
  ///   - wholeEars: what hears a stretch as a whole.
  /// - Throws: `CommandError`.
  public init(_ name: WakeName, ears: Ears, wholeEars: Ears) throws {
    self.name = name
    listener = BackgroundListener(of: try name.commands(), ears: ears, wholeEars: wholeEars)
    search = try name.search()
  }

  /// The stretches of speech in a recording: 16 kHz, one channel, -1...1.
  public func stretches(in samples: [Float]) -> [Background.Stretch] { listener.stretches(in: samples) }

  /// Counts a recording in which the name is said once: it is missed where none of its speech is taken for it.
  public func add(spoken samples: [Float], file: String) {
    let confidences = stretches(in: samples).compactMap(confidence)
    spokenHours += Self.seconds(samples) / 3600
    curve.add(command: record(file, Self.seconds(samples), confidences.max()), label: nil)
  }

  /// Counts a recording of other sound: each stretch of speech in it may be taken for the name.
  ///
  /// - Parameter group: the path under which it was found.
  public func add(other samples: [Float], file: String, in group: String) {
    let confidences = stretches(in: samples).map(confidence)
    let seconds = Self.seconds(samples)
    let count = Double(max(1, confidences.count))
    for confidence in confidences.isEmpty ? [nil] : confidences {
      curve.add(other: record(file, seconds / count, confidence), in: group)
    }
  }

  /// Counts a recording that cannot be read.
  public func add(failed file: String, _ error: any Error) {
    curve.add(other: FileRecord(file: file, error: error))
  }

  private func confidence(_ stretch: Background.Stretch) -> Double? {
    search.best(in: stretch).map { Confidence.probability(odds: $0.odds) }
  }

  private func record(_ file: String, _ seconds: Double, _ confidence: Double?) -> FileRecord {
    var record = FileRecord(file: file)
    record.seconds = seconds
    if let confidence { (record.intent, record.words, record.confidence) = (name.text, name.text, confidence) }
    return record
  }

  private static func seconds(_ samples: [Float]) -> Double { Double(samples.count) / Double(Recognizer.sampleRate) }
}
