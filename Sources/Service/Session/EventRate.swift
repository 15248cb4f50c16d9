/// Tells when more events come than may: a bucket that fills at the rate that is allowed, and holds two seconds of it.
struct EventRate {
  private let perSecond: Double
  private var left: Double
  private var last: ContinuousClock.Instant?

  init(perSecond: Double) {
    self.perSecond = perSecond
    left = 2 * perSecond
  }

  /// Counts an event.
  ///
  /// - Returns: false where it is one too many.
  mutating func count(at time: ContinuousClock.Instant) -> Bool {
    if let last { left = min(2 * perSecond, left + (time - last) / .seconds(1) * perSecond) }
    last = time
    guard left >= 1 else { return false }
    left -= 1
    return true
  }
}
