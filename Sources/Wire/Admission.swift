/// What peers may send before they are known.
package struct Admission: Sendable {
  /// The limits until then.
  package let limits: EventLimits
  /// Whether an event makes its sender known: what follows it may be as large as anybody's.
  package let admits: @Sendable (Event) -> Bool

  /// - Parameter admits: is asked for every event until it says so, on the connection's event loop.
  package init(limits: EventLimits = .stranger, admits: @escaping @Sendable (Event) -> Bool) {
    self.limits = limits
    self.admits = admits
  }
}
