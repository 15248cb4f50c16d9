import Glibc

/// What the system is asked, and its words for what went wrong.
enum SystemCall {
  /// `O_PATH`, which Swift does not import: opens a file or folder only to ask about it, or to find others in it.
  static let pathOnly: Int32 = 0o10_000_000

  /// The reason of the last failure in this thread.
  static var reason: String { reason(errno) }

  /// The system's words for a number of `errno`.
  static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

  /// Whether there is something of this name, be it a link that leads nowhere.
  static func exists(_ name: [CChar]) -> Bool {
    var status = stat()
    return lstat(name, &status) == 0
  }

  /// Repeats a call that a signal has interrupted.
  static func repeated(_ call: () -> Int) -> Int {
    var answer = 0
    repeat { answer = call() } while answer < 0 && errno == EINTR
    return answer
  }

  /// Writes all bytes, however many calls it takes.
  ///
  /// - Returns: 0, or a number of `errno`.
  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        // Somebody else has made it non-blocking.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}

/// An open file or folder, which is closed when nobody uses it any more.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// What it is.
  var status: stat {
    var status = stat()
    fstat(number, &status)
    return status
  }
}

extension stat {
  var type: mode_t { st_mode & S_IFMT }

  /// A folder in which everybody may make files and nobody may remove another one's.
  var isShared: Bool { st_mode & S_ISVTX != 0 && st_mode & S_IWOTH != 0 }

  func isSame(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
