import Glibc

/// The lines of an open file, read bit by bit, so that a pipe's are there as soon as they are written.
///
/// A line ends with LF, with CR LF, or with CR alone.
package struct LineReader: Sendable {
  /// A line without its end.
  package struct Line {
    /// The line.
    package var bytes: [UInt8]
    /// Whether an end followed; the last line of a file may have none.
    package var isEnded: Bool
  }

  /// The bytes of the lines that were read, with their ends.
  package private(set) var position = 0
  /// Why nothing more could be read, as a number of `errno`; nil at the end of the file.
  package private(set) var failure: Int32?
  private let descriptor: Int32
  /// Where in the file the next block is read; nil where it is read as it comes.
  private var offset: Int?
  private let longest: Int
  private var buffer: [UInt8] = []
  /// What of the buffer has been given out.
  private var consumed = 0
  /// A CR ended the last line, and what follows it has not been looked at.
  private var isAfterReturn = false
  private var isAtEnd = false

  private static let block = 1 << 16
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// - Parameters:
  ///   - descriptor: an open file, which stays open.
  ///   - longest: of a longer line, in bytes, one byte more is kept than this.
  package init(descriptor: Int32, longest: Int) { (self.descriptor, self.longest) = (descriptor, longest) }

  /// The lines of an open file from its beginning, wherever else it is read or written meanwhile.
  package init(file: Int32) { (descriptor, offset, longest) = (file, 0, Int.max - 1) }

  /// The next line, which is waited for; nil at the end, as which an error counts, too: see `failure`.
  package mutating func next() -> Line? {
    var searched = consumed
    while true {
      if let end = buffer[searched...].firstIndex(where: { $0 == Self.lineFeed || $0 == Self.carriageReturn }) {
        // A CR at the end of what is there is an end already: the LF that may follow is passed over when it comes.
        return take(to: end, isEnded: true)
      }
      // The rest of a line that is too long need not be kept.
      if buffer.count - consumed > longest + 1 { buffer.removeLast(buffer.count - consumed - longest - 1) }
      buffer.removeFirst(consumed)
      (searched, consumed) = (buffer.count, 0)
      if !fill() { return buffer.isEmpty ? nil : take(to: buffer.count, isEnded: false) }
      searched = max(searched, consumed)
    }
  }

  private mutating func take(to end: Int, isEnded: Bool) -> Line {
    let line = Line(bytes: Array(buffer[consumed..<end].prefix(longest + 1)), isEnded: isEnded)
    position += end - consumed
    consumed = end
    if isEnded {
      isAfterReturn = buffer[end] == Self.carriageReturn
      position += 1
      consumed += 1
      skipFeed()
    }
    return line
  }

  /// Passes over the LF of a CR LF.
  private mutating func skipFeed() {
    guard isAfterReturn, consumed < buffer.count else { return }
    isAfterReturn = false
    if buffer[consumed] == Self.lineFeed {
      consumed += 1
      position += 1
    }
  }

  /// Reads a further block; false at the end.
  private mutating func fill() -> Bool {
    guard !isAtEnd else { return false }
    var block = [UInt8](repeating: 0, count: Self.block)
    var count = 0
    repeat {
      count =
        if let offset { pread(descriptor, &block, block.count, off_t(offset)) } else {
          read(descriptor, &block, block.count)
        }
      if count < 0, errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&wait, 1, -1)
      }
    } while count < 0 && (errno == EINTR || errno == EAGAIN)
    if count < 0 { failure = errno }
    isAtEnd = count <= 0
    offset = offset.map { $0 + max(0, count) }
    let wasEmpty = buffer.isEmpty
    buffer += block.prefix(max(0, count))
    if wasEmpty { skipFeed() }
    return count > 0
  }
}
