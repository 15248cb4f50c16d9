/// An event that happens at some time in the sound.
public protocol MomentEvent: TypedEvent {
  /// When, in milliseconds; nil where that is not known.
  var timestamp: Int? { get }

  /// An event of these fields.
  init(timestamp: Int?)
}

extension MomentEvent {
  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    self.init(timestamp: try fields.optional("timestamp", .milliseconds))
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["timestamp": .integer(timestamp)]).members)
  }
}
