/// An event of one type with its fields as values.
///
///     let start = try AudioStart(event)
///     try await connection.write(Transcript(text: "turn on the lights").event)
public protocol TypedEvent: Hashable, Sendable {
  /// The type's name on the wire.
  static var type: String { get }

  /// Reads the fields. Fields that are null count as absent, and fields that are not known are ignored.
  ///
  /// - Throws: `EventError`, with the field that is absent or has another kind of value.
  /// - Precondition: the event is of this type.
  init(_ event: Event) throws(EventError)

  /// The event on the wire. Fields without a value are left out.
  var event: Event { get }
}
