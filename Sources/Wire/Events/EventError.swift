/// What is wrong with an event whose bytes are right: a field is absent, or has no value that it may have.
public struct EventError: Error, Hashable, Sendable {
  /// The type of the event.
  public var type: String
  /// The field, such as "data.rate".
  public var field: String
  /// What was expected, or is wrong.
  public var problem: String

  /// - Parameters:
  ///   - type: the type of the event.
  ///   - field: the field, such as "data.rate".
  ///   - problem: what was expected, or is wrong.
  public init(type: String, field: String, problem: String) {
    self.type = type
    self.field = field
    self.problem = problem
  }
}

extension EventError: CustomStringConvertible {
  /// One line: the event, the field and what is wrong with it.
  public var description: String { "'\(type)' event: '\(field)' \(problem)" }
}
