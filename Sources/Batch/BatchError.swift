import Files

/// Why a batch's results cannot be written, continued or read.
public enum BatchError: Error, Hashable {
  /// A run that was broken off and cannot be continued as asked.
  case resume(path: String, problem: String)
  /// A file of results that cannot be used; the line counts from 1 and is nil for the whole.
  case results(path: String, line: Int?, problem: String)
  /// The output file cannot be written; `reason` is the system's.
  case output(path: String, reason: String)

  /// What cannot be written.
  init(_ error: OutputError) { self = .output(path: error.path, reason: error.reason) }
}

extension BatchError: CustomStringConvertible {
  /// One line: what, and what is wrong with it.
  public var description: String {
    switch self {
    case .resume(let path, let problem): "\(path): cannot be continued: \(problem)"
    case .results(let path, let line, let problem):
      "\(path):\(line.map { "\($0):" } ?? "") not results of attune score: \(problem)"
    case .output(let path, let reason): "\(path): cannot be written: \(reason)"
    }
  }
}
