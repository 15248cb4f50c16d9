public import Wire

/// Why an upstream speech recogniser gave no transcript.
public enum TranscriberError: Error, Hashable {
  /// There is no connection; `reason` is the system's.
  case unreachable(reason: String)
  /// The transcript had not come in time.
  case tooLate(limit: Duration)
  /// The connection was closed without a transcript.
  case closed
  /// What came is not the Wyoming protocol.
  case malformed(WireError)
  /// An event of a known type without its data, or with other data.
  case unexpected(event: String)
  /// The transcript has more bytes than anybody says.
  case tooLong(limit: Int)
  /// The recogniser said that it failed; the text is its own.
  case refused(text: String)
}

extension TranscriberError: CustomStringConvertible {
  /// One line without the address.
  public var description: String {
    switch self {
    case .unreachable(let reason): "cannot be reached: \(reason)"
    case .tooLate(let limit): "gave no transcript within \(limit / .seconds(1)) s"
    case .closed: "closed the connection without a transcript"
    case .malformed(let error): "does not speak the Wyoming protocol: \(error)"
    case .unexpected(let event): "sent a '\(event)' event without its text"
    case .tooLong(let limit): "sent a transcript of more than \(limit) bytes"
    case .refused(let text): "reported an error: \(text)"
    }
  }
}
