public import Wire

/// What clients may ask of a server. Every limit has an error code of its own.
public struct ServerLimits: Hashable, Sendable {
  /// The most bytes of an event's header line, its data and its payload.
  public var event = EventLimits()
  /// The longest segment of speech that is understood as one, in seconds: above 0 and at most 12.
  public var segment = 12.0
  /// The most sound of a client that waits to be heard, in seconds.
  public var queue = 5.0
  /// How long a client that sends sound faster than it is heard is slowed down before sound is dropped, in seconds.
  public var patience = 2.0
  /// The most clients at a time.
  public var clients = 1024
  /// How long a client may send nothing, or be in the middle of an event, in seconds.
  public var idle = 60.0
  /// The most events a second, over 2 seconds; a client that sends more is read more slowly. An event counts for one and for every 4 KiB
  /// of data; a portion of sound of 1 ms or more that is heard does not count: `queue` bounds them.
  public var eventsPerSecond = 100.0
  /// The most questions of a client that wait for their answers; one that asks more is read more slowly.
  public var questions = 64
  /// The most bytes of a text, and of all the pieces of one.
  public var text = 1 << 16
  /// The memory in bytes that clients together may hold beyond `allowance` each: events that have not come to their end, sound that
  /// waits.
  public var memory = 1 << 27
  /// How long a client may take to show its token, in seconds.
  public var authenticate = 10.0
  /// The most bytes that wait for a client that does not read them.
  public var unread = 1 << 18
  /// How long a transcript is waited for that was announced, in seconds after the end of the sound that it is of.
  public var transcript = 5.0
  /// How long commands that are under way may take when the server ends, in seconds.
  public var shutdown = 10.0

  /// The memory in bytes that a client may hold whatever others do: 5 s of speech, with what surrounds it.
  static let allowance = 1 << 18
  /// The most bytes of a context or of a list of names.
  static let request = 1 << 16

  /// The limits that hold where nobody says otherwise.
  public init() {}
}
