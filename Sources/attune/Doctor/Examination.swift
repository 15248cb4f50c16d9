/// One thing that `attune doctor` looks at.
protocol Examination: Sendable {
  /// A word or two for it.
  var subject: String { get }

  /// Looks at it. What cannot be looked at is a finding, too.
  func finding(on machine: Machine) async -> Finding
}
