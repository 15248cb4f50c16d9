/// Sound begins.
public struct AudioStart: TypedEvent {
  /// `audio-start`.
  public static let type = "audio-start"

  /// How its samples are written.
  public var format: AudioFormat
  /// When, in milliseconds; nil where that is not known.
  public var timestamp: Int?

  /// An event of these fields.
  public init(format: AudioFormat, timestamp: Int? = nil) {
    self.format = format
    self.timestamp = timestamp
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    format = try AudioFormat(fields)
    timestamp = try fields.optional("timestamp", .milliseconds)
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: format.data.merging(EventData(["timestamp": .integer(timestamp)]).members) { $1 })
  }
}
