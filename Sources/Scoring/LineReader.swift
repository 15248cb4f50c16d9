import Glibc

/// The lines of an open file, read bit by bit, so that a pipe's are there as soon as they are written.
struct LineReader: Sendable {
  /// A line without its newline.
  struct Line {
    var bytes: [UInt8]
    /// Whether a newline followed; the last line of a file may have none.
    var isEnded: Bool
  }

  /// An open file that is closed when nobody reads it any more.
  final class InputFile: Sendable {
    let descriptor: Int32

    /// Where there is no such file there are no lines.
    init(path: String) { descriptor = open(path, O_RDONLY | O_CLOEXEC) }

    deinit { if descriptor >= 0 { close(descriptor) } }
  }

  /// The bytes of the lines that were read, with their newlines.
  private(set) var position = 0
  private let descriptor: Int32
  private let file: InputFile?
  private let longest: Int
  private var buffer: [UInt8] = []
  /// What of the buffer has been given out.
  private var consumed = 0
  private var isAtEnd = false

  private static let block = 1 << 16
  private static let lineFeed = UInt8(ascii: "\n")

  /// - Parameters:
  ///   - descriptor: an open file, which stays open.
  ///   - longest: of a longer line, in bytes, one byte more is kept than this.
  init(descriptor: Int32, longest: Int) { (self.descriptor, file, self.longest) = (descriptor, nil, longest) }

  /// The lines of a file; none where it cannot be read.
  init(path: String) {
    let file = InputFile(path: path)
    (descriptor, self.file, longest) = (file.descriptor, file, Int.max - 1)
  }

  /// The next line, which is waited for; nil at the end, as which an error counts, too.
  mutating func next() -> Line? {
    var searched = consumed
    while true {
      if let end = buffer[searched...].firstIndex(of: Self.lineFeed) { return take(to: end, isEnded: true) }
      // The rest of a line that is too long need not be kept.
      if buffer.count - consumed > longest + 1 { buffer.removeLast(buffer.count - consumed - longest - 1) }
      buffer.removeFirst(consumed)
      (searched, consumed) = (buffer.count, 0)
      if !fill() { return buffer.isEmpty ? nil : take(to: buffer.count, isEnded: false) }
    }
  }

  private mutating func take(to end: Int, isEnded: Bool) -> Line {
    let line = Line(bytes: Array(buffer[consumed..<end].prefix(longest + 1)), isEnded: isEnded)
    position += end - consumed + (isEnded ? 1 : 0)
    consumed = end + (isEnded ? 1 : 0)
    return line
  }

  /// Reads a further block; false at the end.
  private mutating func fill() -> Bool {
    guard descriptor >= 0, !isAtEnd else { return false }
    var block = [UInt8](repeating: 0, count: Self.block)
    var count = 0
    repeat { count = read(descriptor, &block, block.count) } while count < 0 && errno == EINTR
    isAtEnd = count <= 0
    buffer += block.prefix(max(0, count))
    return count > 0
  }
}
