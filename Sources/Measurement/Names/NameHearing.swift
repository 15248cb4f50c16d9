import Batch
public import Recognition

/// Hears whether names are said in sound, as a microphone does that is always open: stretches of speech are found as they
/// come, and each is heard in chunks and as a whole, once for all names.
public final class NameHearing {
  /// What was heard of a name.
  public struct Heard {
    /// The name.
    public let name: WakeName
    fileprivate var search: OverheardSearch
    /// What was heard so far, at every threshold.
    public fileprivate(set) var curve = RejectionCurve()
    /// The hours of recordings in which the name is said.
    public fileprivate(set) var spokenHours = 0.0
  }

  private let listener: BackgroundListener
  /// What was heard of each name, in the order in which they were given.
  public private(set) var heard: [Heard]

  /// - Parameters:
  ///   - names: one at least. While it is decided where a stretch ends, the first is listened for.
  ///   - ears: what hears sound as it comes.
  ///   - wholeEars: what hears a stretch as a whole.
  /// - Throws: `CommandError`.
  public init(_ names: [WakeName], ears: Ears, wholeEars: Ears) throws {
    listener = BackgroundListener(of: try names[0].commands(), ears: ears, wholeEars: wholeEars)
    heard = try names.map { Heard(name: $0, search: try $0.search()) }
  }

  /// The stretches of speech in a recording: 16 kHz, one channel, -1...1.
  public func stretches(in samples: [Float]) -> [Background.Stretch] { listener.stretches(in: samples) }

  /// Counts a recording in which each of the names is said once: it is missed where none of its speech is taken for it.
  public func add(spoken samples: [Float], file: String) {
    let stretches = stretches(in: samples)
    let seconds = Self.seconds(samples)
    for index in heard.indices {
      let best = stretches.compactMap { heard[index].confidence($0) }.max()
      heard[index].spokenHours += seconds / 3600
      heard[index].curve.add(command: heard[index].record(file, seconds, best), label: nil)
    }
  }

  /// Counts a recording of other sound: each stretch of speech in it may be taken for a name.
  ///
  /// - Parameter group: the path under which it was found.
  public func add(other samples: [Float], file: String, in group: String) {
    let stretches = stretches(in: samples)
    let seconds = Self.seconds(samples) / Double(max(1, stretches.count))
    for index in heard.indices {
      // Sound in which nothing is said counts too.
      for confidence in stretches.isEmpty ? [nil] : stretches.map({ heard[index].confidence($0) }) {
        heard[index].curve.add(other: heard[index].record(file, seconds, confidence), in: group)
      }
    }
  }

  /// Counts a recording that cannot be read.
  public func add(failed file: String, _ error: any Error) {
    for index in heard.indices { heard[index].curve.add(other: FileRecord(file: file, error: error)) }
  }

  private static func seconds(_ samples: [Float]) -> Double { Double(samples.count) / Double(Recognizer.sampleRate) }
}

extension NameHearing.Heard {
  fileprivate mutating func confidence(_ stretch: Background.Stretch) -> Double? {
    search.best(in: stretch).map { Confidence.probability(odds: $0.odds) }
  }

  fileprivate func record(_ file: String, _ seconds: Double, _ confidence: Double?) -> FileRecord {
    var record = FileRecord(file: file)
    record.seconds = seconds
    if let confidence { (record.intent, record.words, record.confidence) = (name.text, name.text, confidence) }
    return record
  }
}
