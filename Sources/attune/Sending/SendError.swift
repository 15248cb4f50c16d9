import Wire

/// Why something cannot be sent.
enum SendError: Error {
  /// A file cannot be read.
  case unreadable(path: String, problem: String)
  /// The first line of a token's file is empty.
  case noToken(path: String)
  /// A file of events has something else in it.
  case malformed(path: String, WireError)
}

extension SendError: CustomStringConvertible {
  /// One line.
  var description: String {
    switch self {
    case .unreadable(let path, let problem): "\(path): \(problem)"
    case .noToken(let path): "\(path): no token in the first line"
    case .malformed(let path, let error): "\(path): \(error)"
    }
  }
}
