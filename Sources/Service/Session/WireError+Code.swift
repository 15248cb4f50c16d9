import Wire

extension WireError {
  /// The code that tells it.
  var code: ErrorCode {
    switch self {
    case .malformedHeader, .malformedData, .malformedLength, .truncated, .foreign: .malformed
    case .tooManyValues: .tooManyValues
    case .overloaded: .overloaded
    case .headerTooLong: .lineTooLong
    case .dataTooLong: .dataTooLong
    case .payloadTooLong: .payloadTooLong
    }
  }
}
