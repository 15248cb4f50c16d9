import Glibc

/// A batch's totals and what they cost, for a person.
public struct RunSummary: Sendable {
  private let totals: RunTotals
  private let sound: Double
  private let wall: Duration
  private let modelLoad: Duration

  /// - Parameters:
  ///   - sound: the seconds of sound that were recognised in the time; nil for all.
  ///   - wall: the time from the first file to the last, without loading the model.
  ///   - modelLoad: the time that loading the model took.
  public init(totals: RunTotals, sound: Double? = nil, wall: Duration, modelLoad: Duration) {
    self.totals = totals
    self.sound = sound ?? totals.audioSeconds
    self.wall = wall
    self.modelLoad = modelLoad
  }

  /// Two lines without a newline at the end. The real-time factor is wall time over sound, whatever the workers.
  public var text: String {
    let seconds = wall / .seconds(1)
    let factor = sound > 0 ? DecimalText.fixed(seconds / sound, digits: 4) : "-"
    return """
      \(totals.files) files: \(totals.understood) understood, \(totals.rejected) rejected, \(totals.errors) errors
      \(Self.seconds(sound)) of sound in \(Self.seconds(seconds)), real-time factor \(factor); model loaded in \
      \(Self.seconds(modelLoad / .seconds(1))), peak memory \(Self.peakMebibytes) MiB
      """
  }

  private static func seconds(_ value: Double) -> String { DecimalText.fixed(value, digits: 2) + " s" }

  /// The largest resident set of this process so far.
  private static var peakMebibytes: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}
