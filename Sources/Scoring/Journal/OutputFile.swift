import Glibc

/// A file to which text is added at its end.
public struct OutputFile: ~Copyable {
  let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  private static let capacity = 1 << 16

  /// Opens a file, which is made where there is none, to write behind what is there.
  ///
  /// - Throws: `ScoringError.output`.
  public init(path: String) throws(ScoringError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  deinit { close(descriptor) }

  /// Takes the file for this process alone, as long as it is open; false where another process has it.
  func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Cuts the file to so many bytes.
  func truncate(to size: Int) throws(ScoringError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw Self.failure(path) }
  }

  /// Adds text, which may stay in memory until `flush`.
  public mutating func write(_ text: String) throws(ScoringError) {
    buffer += text.utf8
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Hands everything to the system, which keeps it whatever becomes of this process.
  public mutating func flush() throws(ScoringError) {
    var written = 0
    while written < buffer.count {
      let count = buffer[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { throw Self.failure(path) }
      written += max(0, count)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Brings everything onto the disk.
  mutating func synchronize() throws(ScoringError) {
    try flush()
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw Self.failure(path) }
  }

  private static func failure(_ path: String) -> ScoringError {
    .output(path: path, reason: String(cString: strerror(errno)))
  }
}
