/// How often something is expected to be heard in an hour of speech that is none, as people read it: no digits that nobody can
/// know.
public struct ExpectedRate: Hashable, Sendable, CustomStringConvertible {
  /// In an hour, at least 0.
  public let perHour: Double

  /// So often in an hour.
  public init(perHour: Double) { self.perHour = perHour }

  /// For example `2.5 times an hour of other speech`, or `less than once in 20 hours of other speech`.
  public var description: String {
    guard perHour >= 0.05 else { return "less than once in 20 hours of other speech" }
    let rate = perHour < 9.5 ? (perHour * 10).rounded() / 10 : perHour.rounded()
    return "\(rate) times an hour of other speech"
  }
}
