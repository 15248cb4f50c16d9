/// Sound ends.
public struct AudioStop: TypedEvent {
  /// `audio-stop`.
  public static let type = "audio-stop"

  /// When, in milliseconds; nil where that is not known.
  public var timestamp: Int?

  /// An event of these fields.
  public init(timestamp: Int? = nil) {
    self.timestamp = timestamp
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    timestamp = try fields.optional("timestamp", .milliseconds)
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["timestamp": .integer(timestamp)]).members)
  }
}
