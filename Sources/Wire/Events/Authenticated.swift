/// The token was right.
public struct Authenticated: TypedEvent {
  /// `authenticated`.
  public static let type = "authenticated"

  /// The event.
  public init() {}

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) {}

  /// The event on the wire.
  public var event: Event { Event(Self.type) }
}
