import Glibc

/// An open file to which text is added at its end.
public struct OutputFile: ~Copyable {
  /// What errors call it.
  public let path: String
  private let descriptor: Descriptor
  private var buffer: [UInt8] = []

  private static let capacity = 1 << 16

  init(path: String, _ descriptor: Descriptor) { (self.path, self.descriptor) = (path, descriptor) }

  /// The number under which it is open, as long as this value is there.
  public var number: Int32 { descriptor.number }

  /// Cuts the file to so many bytes.
  public func truncate(to size: Int) throws(OutputError) {
    guard ftruncate(descriptor.number, off_t(size)) == 0 else { throw OutputError(path: path, number: errno) }
  }

  /// Adds text, which may stay in memory until `flush`.
  public mutating func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

  /// Adds bytes, which may stay in memory until `flush`.
  public mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    buffer += bytes
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Hands everything to the system, which keeps it whatever becomes of this process.
  public mutating func flush() throws(OutputError) {
    let number = SystemCall.write(buffer[...], to: descriptor.number)
    buffer.removeAll(keepingCapacity: true)
    guard number == 0 else { throw OutputError(path: path, number: number) }
  }

  /// Brings everything onto the disk, where it is a file on one.
  public mutating func synchronize() throws(OutputError) {
    try flush()
    guard fsync(descriptor.number) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP else {
      throw OutputError(path: path, number: errno)
    }
  }
}
