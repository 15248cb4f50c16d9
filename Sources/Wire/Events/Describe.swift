/// Asks what the server can do; `Info` answers.
public struct Describe: TypedEvent {
  /// `describe`.
  public static let type = "describe"

  /// The event.
  public init() {}

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) {}

  /// The event on the wire.
  public var event: Event { Event(Self.type) }
}
