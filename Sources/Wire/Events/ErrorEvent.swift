/// Something went wrong.
public struct ErrorEvent: TypedEvent {
  /// `error`.
  public static let type = "error"

  /// What, for people.
  public var text: String
  /// What, for programs.
  public var code: ErrorCode?

  /// An event of these fields.
  public init(text: String, code: ErrorCode? = nil) {
    self.text = text
    self.code = code
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    text = try fields.required("text", .text)
    code = try fields.optional("code", .text).map(ErrorCode.init(rawValue:))
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["text": .text(text), "code": .text(code?.rawValue)]).members)
  }
}
