/// The pieces of a transcript are over; the whole of it has come as `Transcript`.
public struct TranscriptStop: TypedEvent {
  /// `transcript-stop`.
  public static let type = "transcript-stop"

  /// The event.
  public init() {}

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) {}

  /// The event on the wire.
  public var event: Event { Event(Self.type) }
}
