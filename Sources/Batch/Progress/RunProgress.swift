/// How far a batch has come, how fast it is, and when it will be done, for a person.
public struct RunProgress: Sendable {
  /// How often a log is told, where nobody looks on.
  public static let interval = Duration.seconds(30)
  private static let barWidth = 24

  private let total: Int?
  private let unit: String
  /// What was done before this run began, which says nothing about its speed.
  private let before: Int
  private var done: Int
  /// The length of the sound that was recognised in this run, in seconds.
  private var sound = 0.0
  private var told = Duration.zero

  /// - Parameters:
  ///   - total: how many there are; nil where that is not known.
  ///   - unit: what is counted.
  ///   - done: how many of them were done before.
  public init(total: Int?, of unit: String = "files", done: Int = 0) {
    (self.total, self.unit, self.done, before) = (total, unit, done, done)
  }

  /// One more is done.
  ///
  /// - Parameter seconds: the length of its sound.
  public mutating func advance(seconds: Double = 0) {
    done += 1
    sound += seconds
  }

  /// A line for a terminal: a bar, the count, the rate and the time that is left.
  ///
  /// - Parameter elapsed: the time since the beginning of this run.
  public func line(after elapsed: Duration) -> String {
    guard let total, total > 0 else { return plainLine(after: elapsed) }
    let filled = Self.barWidth * min(done, total) / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
    return "\(bar) \(plainLine(after: elapsed))"
  }

  /// The same without a bar.
  public func plainLine(after elapsed: Duration) -> String {
    let count = total.map { "\(done)/\($0) \(unit), \(100 * done / max(1, $0)) %" } ?? "\(done) \(unit)"
    let seconds = elapsed / .seconds(1)
    guard done > before, seconds > 0 else { return count }
    let rate = Double(done - before) / seconds
    let speed = sound > 0 ? ", \(DecimalText.fixed(sound / seconds, digits: 0)) × real time" : ""
    let left = total.map { ", \(Self.time(Double(max(0, $0 - done)) / rate)) left" } ?? ""
    return "\(count), \(DecimalText.fixed(rate, digits: rate < 10 ? 1 : 0)) a second\(speed)\(left)"
  }

  /// A line for a log, where the last one is long enough ago; nil otherwise.
  public mutating func logLine(after elapsed: Duration) -> String? {
    guard elapsed - told >= Self.interval else { return nil }
    told = elapsed
    return plainLine(after: elapsed)
  }

  /// Two units of time at most: `3 h 05 min`, `4 min 10 s`, `7 s`.
  private static func time(_ seconds: Double) -> String {
    guard seconds < 1e9 else { return "ages" }
    let all = Int(seconds.rounded(.up))
    func padded(_ value: Int) -> String { (value < 10 ? "0" : "") + "\(value)" }
    if all >= 3600 { return "\(all / 3600) h \(padded(all / 60 % 60)) min" }
    return all >= 60 ? "\(all / 60) min \(padded(all % 60)) s" : "\(all) s"
  }
}
