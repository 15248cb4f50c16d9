/// Shows the token that a server may ask for, as the first event of a connection.
public struct Authenticate: TypedEvent {
  /// `authenticate`.
  public static let type = "authenticate"

  /// The token.
  public var token: String

  /// An event of these fields.
  public init(token: String) {
    self.token = token
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    token = try fields.required("token", .text)
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["token": .text(token)]).members)
  }
}
