/// What is wrong with the bytes of a peer. Each case names the byte, counted from 0 at the beginning of the stream.
public enum WireError: Error, Hashable {
  /// A line that is not a header. The line alone is lost, or the whole event where the line tells how long that is.
  case malformedHeader(byte: Int, problem: String)
  /// Data that are not a JSON object. The event is lost.
  case malformedData(byte: Int, problem: String)
  /// A length that is not a natural number: where the next event begins is not known.
  case malformedLength(byte: Int, key: String)
  /// A header without an end; the byte is its first.
  case headerTooLong(byte: Int, limit: Int)
  /// More data than are allowed; the byte is where the header says so.
  case dataTooLong(byte: Int, length: Int, limit: Int)
  /// More payload than is allowed; the byte is where the header says so.
  case payloadTooLong(byte: Int, length: Int, limit: Int)
  /// The stream ended inside an event.
  case truncated(byte: Int)
  /// A line that is not of this protocol but of HTTP: somebody's browser is made to speak to a server that it does not know.
  case foreign(byte: Int)
  /// More values than are allowed in a header or in data, which begin at the byte. The line or the event is lost.
  case tooManyValues(byte: Int, limit: Int)
  /// All peers together hold as much memory as they may; the byte is the first that found no room.
  case overloaded(byte: Int)

  /// Where, in bytes from the beginning of the stream.
  public var byte: Int {
    switch self {
    case .malformedHeader(let byte, _), .malformedData(let byte, _), .malformedLength(let byte, _),
      .headerTooLong(let byte, _), .dataTooLong(let byte, _, _), .payloadTooLong(let byte, _, _), .truncated(let byte),
      .foreign(let byte), .tooManyValues(let byte, _), .overloaded(let byte):
      byte
    }
  }

  /// True where the next event can still be found.
  public var isRecoverable: Bool {
    switch self {
    case .malformedHeader, .malformedData, .tooManyValues: true
    case .malformedLength, .headerTooLong, .dataTooLong, .payloadTooLong, .truncated, .foreign, .overloaded: false
    }
  }
}

extension WireError: CustomStringConvertible {
  /// One line: the byte, and what is wrong there.
  public var description: String {
    switch self {
    case .malformedHeader(let byte, let problem): "byte \(byte): not an event's header: \(problem)"
    case .malformedData(let byte, let problem): "byte \(byte): not an event's data: \(problem)"
    case .malformedLength(let byte, let key): "byte \(byte): '\(key)' is not a natural number"
    case .headerTooLong(let byte, let limit): "byte \(byte): a header of more than \(limit) bytes"
    case .dataTooLong(let byte, let length, let limit): "byte \(byte): \(length) bytes of data, the limit is \(limit)"
    case .payloadTooLong(let byte, let length, let limit):
      "byte \(byte): \(length) bytes of payload, the limit is \(limit)"
    case .truncated(let byte): "byte \(byte): the stream ended inside an event"
    case .foreign(let byte): "byte \(byte): this is HTTP, which is not spoken here"
    case .tooManyValues(let byte, let limit): "byte \(byte): more than \(limit) values in one event"
    case .overloaded(let byte): "byte \(byte): no room for more: clients together hold as much as they may"
    }
  }
}
