/// Tells how long to wait when more events come than may: a bucket that fills at the rate that is allowed, and holds two seconds of it.
struct EventRate {
  private let perSecond: Double
  private var left: Double
  private var last: ContinuousClock.Instant?

  init(perSecond: Double) {
    self.perSecond = perSecond
    left = 2 * perSecond
  }

  /// Counts an event. It may be one too many: `pause` is for the next.
  ///
  /// - Parameter cost: how much it counts for, 1 for most.
  mutating func count(_ cost: Double, at time: ContinuousClock.Instant) {
    fill(until: time)
    left -= cost
  }

  /// How long the next event has to wait: 5 s at most, since whoever waits may be told something meanwhile.
  mutating func pause(at time: ContinuousClock.Instant) -> Duration {
    fill(until: time)
    return left >= 0 ? .zero : .seconds(min(5, -left / perSecond))
  }

  private mutating func fill(until time: ContinuousClock.Instant) {
    if let last { left = min(2 * perSecond, left + (time - last) / .seconds(1) * perSecond) }
    last = time
  }
}
