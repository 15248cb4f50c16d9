import Files
import Glibc

/// An open sound file as bytes, of which any can be asked for. What comes through a pipe is kept on the disk meanwhile.
final class SoundBytes: Sendable {
  let path: String
  let descriptor: Int32
  let count: Int

  /// The most bytes that are taken out of a pipe.
  private static let longestPipe = 4 << 30
  /// How long a pipe that nobody has open is waited for, in milliseconds.
  private static let patience: Int32 = 10_000

  /// Opens a file: the system's reasons for refusing are better than libsndfile's.
  ///
  /// A pipe that nobody writes to is waited for 10 s; one that somebody holds open, for ever.
  init(path: String) throws(CaptureError) {
    // Nothing but a regular file may keep whoever opens it waiting.
    let opened = Self.own(path) ?? open(PathName.bytes(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard opened >= 0 else {
      throw .cannotOpen(path: path, reason: errno == ENXIO ? "it is a socket" : String(cString: strerror(errno)))
    }
    var status = stat()
    fstat(opened, &status)
    do throws(CaptureError) { descriptor = try Self.file(opened, status, path) } catch {
      close(opened)
      throw error
    }
    fstat(descriptor, &status)
    (self.path, count) = (path, Int(status.st_size))
    if count == 0 { throw .emptyFile(path: path) }
  }

  deinit { close(descriptor) }

  /// A copy of what this process has open, where the path says so: a socket, say, cannot be opened anew.
  private static func own(_ path: String) -> Int32? {
    let prefix = "/dev/fd/"
    guard let number = path == "/dev/stdin" ? 0 : path.hasPrefix(prefix) ? Int32(path.dropFirst(prefix.count)) : nil
    else { return nil }
    var status = stat()
    // A regular file is opened anew, so that it is heard from its beginning.
    guard fstat(number, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return nil }
    return fcntl(number, F_DUPFD_CLOEXEC, 3)
  }

  private static func file(_ opened: Int32, _ status: stat, _ path: String) throws(CaptureError) -> Int32 {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return opened
    case S_IFDIR: throw .cannotOpen(path: path, reason: String(cString: strerror(EISDIR)))
    case S_IFIFO, S_IFSOCK:
      let kept = try contents(of: opened, path)
      close(opened)
      return kept
    default: throw .cannotOpen(path: path, reason: "it is a device")
    }
  }

  /// Everything that comes through a pipe, in a file without a name.
  private static func contents(of pipe: Int32, _ path: String) throws(CaptureError) -> Int32 {
    var name = Array("/tmp/attune-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
    unlink(name)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    var (block, total, waited) = ([UInt8](repeating: 0, count: 1 << 16), 0, Int32(0))
    func failure(_ reason: String) -> CaptureError {
      close(file)
      return .cannotOpen(path: path, reason: reason)
    }
    while true {
      let count = Glibc.read(pipe, &block, block.count)
      if count > 0 {
        guard block.withUnsafeBytes({ write(file, $0.baseAddress, count) }) == count else {
          throw failure(String(cString: strerror(errno)))
        }
        total += count
        guard total <= longestPipe else { throw failure("more than 4 GiB come out of it") }
      } else if count < 0, errno == EAGAIN {
        // Somebody holds it open.
        var wait = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        poll(&wait, 1, -1)
      } else if count < 0 {
        guard errno == EINTR else { throw failure(String(cString: strerror(errno))) }
      } else if total > 0 {
        return file
      } else {
        // Nobody has it open yet, or whoever had it has written nothing.
        guard waited < patience else { throw failure("it is a pipe, and nobody has written to it for 10 s") }
        usleep(20_000)
        waited += 20
      }
    }
  }

  /// The bytes in a range, as far as the file has them.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    var bytes = [UInt8](repeating: 0, count: range.count)
    let read = bytes.withUnsafeMutableBytes { self.read(into: $0, at: range.lowerBound) }
    return Array(bytes[..<read])
  }

  /// Reads bytes; fewer than there is room for at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    var total = 0
    while total < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[total...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + total))
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      total += count
    }
    return total
  }
}
