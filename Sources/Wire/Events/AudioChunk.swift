import FoundationEssentials
import JSON

/// A portion of sound.
///
/// Its samples are the event's payload. A client without binary framing may write them in base64 as `data.audio` instead, so that a
/// whole session is lines of text.
public struct AudioChunk: TypedEvent {
  /// `audio-chunk`.
  public static let type = "audio-chunk"

  /// How the samples are written.
  public var format: AudioFormat
  /// When the first of them was captured, in milliseconds; nil where that is not known.
  public var timestamp: Int?
  /// The samples. A frame may be cut in two, and its end come with the next portion.
  public var samples: [UInt8]

  /// An event of these fields.
  public init(format: AudioFormat, timestamp: Int? = nil, samples: [UInt8]) {
    self.format = format
    self.timestamp = timestamp
    self.samples = samples
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    format = try AudioFormat(fields)
    timestamp = try fields.optional("timestamp", .milliseconds)
    let written = try fields.optional("audio", .base64)
    guard written == nil || event.payload.isEmpty else {
      throw fields.error("audio", "stands beside a payload: the samples come either way, not both")
    }
    samples = written ?? event.payload
    guard format.frameBytes != nil else { throw fields.error("width", "is larger than any sample") }
  }

  /// The event on the wire.
  public var event: Event { Event(Self.type, data: data, payload: samples) }

  /// The event with its samples in base64, so that it is a line of text.
  public var textEvent: Event {
    Event(Self.type, data: data.merging(["audio": .text(Data(samples).base64EncodedString())]) { $1 })
  }

  private var data: [String: JSONValue] {
    format.data.merging(EventData(["timestamp": .integer(timestamp)]).members) { $1 }
  }
}

extension FieldKind<[UInt8]> {
  fileprivate static var base64: Self {
    Self(name: "samples in base64") { $0.text.flatMap { Data(base64Encoded: $0) }.map { Array($0) } }
  }
}
