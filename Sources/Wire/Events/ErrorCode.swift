/// What kind of error an `error` event tells, for programs. Codes that are not known are kept.
public struct ErrorCode: RawRepresentable, Hashable, Sendable {
  /// The code on the wire.
  public let rawValue: String

  /// A code, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The server has as many clients as it takes. The connection is closed.
  public static let busy = ErrorCode(rawValue: "busy")
  /// A token is needed, or was wrong. The connection is closed.
  public static let unauthorized = ErrorCode(rawValue: "unauthorized")
  /// Nothing came for too long. The connection is closed.
  public static let idle = ErrorCode(rawValue: "idle")
  /// A line, data or a field that cannot be understood. The connection goes on where the next event can be found.
  public static let malformed = ErrorCode(rawValue: "malformed")
  /// A header line above the limit. The connection is closed.
  public static let lineTooLong = ErrorCode(rawValue: "line-too-long")
  /// Data above the limit. The connection is closed.
  public static let dataTooLong = ErrorCode(rawValue: "data-too-long")
  /// A payload above the limit. The connection is closed.
  public static let payloadTooLong = ErrorCode(rawValue: "payload-too-long")
  /// More values in a header or in data than allowed: the event is lost. The connection goes on.
  public static let tooManyValues = ErrorCode(rawValue: "too-many-values")
  /// A context or a list of names above the limit: the event is not obeyed. The connection goes on.
  public static let requestTooLong = ErrorCode(rawValue: "request-too-long")
  /// Clients together hold as much memory as they may. The connection is closed.
  public static let overloaded = ErrorCode(rawValue: "overloaded")
  /// More events before the token than a stranger may send. The connection is closed.
  public static let tooManyEvents = ErrorCode(rawValue: "too-many-events")
  /// What is asked for is another kind of service's. The connection goes on.
  public static let unsupported = ErrorCode(rawValue: "unsupported")
  /// There is no such model here: what was asked is not done. The connection goes on.
  public static let unknownModel = ErrorCode(rawValue: "unknown-model")
  /// A language that is not understood here: what was asked is not done. The connection goes on.
  public static let unknownLanguage = ErrorCode(rawValue: "unknown-language")
  /// A segment above the limit: it ended there, and what was said in it is answered. The connection goes on.
  public static let segmentTooLong = ErrorCode(rawValue: "segment-too-long")
  /// A text or a transcript, or the pieces of one, with more bytes, more words or longer words than are worked on. The connection
  /// goes on, and the sound of a transcript is understood without it.
  public static let textTooLong = ErrorCode(rawValue: "text-too-long")
  /// Sound came faster than it could be heard, and some of it was dropped; the text says how much. The connection goes on.
  public static let audioDropped = ErrorCode(rawValue: "audio-dropped")
  /// Sound in a format that cannot be heard. The connection goes on.
  public static let unsupportedAudio = ErrorCode(rawValue: "unsupported-audio")
  /// The client did not read what it was sent. The connection is closed.
  public static let slowReader = ErrorCode(rawValue: "slow-reader")
  /// The server ends. The connection is closed.
  public static let shuttingDown = ErrorCode(rawValue: "shutting-down")
  /// A mistake of the server's own. The connection goes on.
  public static let `internal` = ErrorCode(rawValue: "internal")
}

extension ErrorCode: CustomStringConvertible {
  /// The code on the wire.
  public var description: String { rawValue }
}
