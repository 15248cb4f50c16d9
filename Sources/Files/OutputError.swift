import Glibc

/// Why something cannot be written.
public struct OutputError: Error, Hashable, CustomStringConvertible {
  /// What was to be written to.
  public var path: String
  /// The system's reason, or ours.
  public var reason: String
  /// Nobody reads any more what is written.
  public var isBrokenPipe = false

  /// - Parameter reason: in words.
  public init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }

  /// - Parameter number: of `errno`.
  init(path: String, number: Int32) {
    self.init(path: path, reason: SystemCall.reason(number))
    isBrokenPipe = number == EPIPE
  }

  /// One line.
  public var description: String { "\(path): cannot be written: \(reason)" }
}
