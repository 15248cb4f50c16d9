/// The most bytes that the parts of an event may have, so that a peer cannot ask for all memory.
public struct EventLimits: Hashable, Sendable {
  /// The header line without its newline.
  public var header: Int
  /// The data behind the header.
  public var data: Int
  /// The payload.
  public var payload: Int
  /// The values of the header, and those of the data: each takes far more memory and time than its bytes.
  public var values: Int

  /// The limits; 64 KiB is where the reference implementation, too, stops reading a header, and 1 MiB of payload are 32 s
  /// of speech in one event.
  public init(header: Int = 1 << 16, data: Int = 1 << 20, payload: Int = 1 << 20, values: Int = 1 << 14) {
    precondition(header > 0 && data >= 0 && payload >= 0 && values > 0)
    self.header = header
    self.data = data
    self.payload = payload
    self.values = values
  }

  /// What somebody may send who has not shown the token: a line, and the token in it or behind it.
  public static let stranger = EventLimits(header: 1 << 12, data: 1 << 12, payload: 0, values: 64)
}
