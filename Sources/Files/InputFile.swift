import Glibc

/// Reads whole files.
public enum InputFile {
  /// Why a file cannot be read.
  public enum Problem: Error, Hashable, CustomStringConvertible {
    /// The system does not allow it; the reason is its own.
    case unreadable(reason: String)
    /// It has to be a regular file, and is none.
    case irregular
    /// It has more bytes than the limit.
    case tooLong(limit: Int)

    /// A part of a sentence whose subject is the file.
    public var description: String {
      switch self {
      case .unreadable(let reason): "it cannot be read: \(reason)"
      case .irregular: "it is no file"
      case .tooLong(let limit): "it has more than \(limit) bytes"
      }
    }

    /// The system's words where it has some.
    public var reason: String { if case .unreadable(let reason) = self { reason } else { description } }
  }

  /// The path that stands for standard input.
  public static let standardInput = "-"

  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: `-` is standard input.
  ///   - limit: the most bytes that it may have.
  ///   - isRegular: whether it has to be a regular file: what nobody has named is not to be waited for.
  public static func bytes(
    of path: String, limit: Int = 1 << 30, isRegular: Bool = false
  ) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(path, isRegular: isRegular) { block, size throws(Problem) in
      if bytes.isEmpty { bytes.reserveCapacity(min(size, limit)) }
      bytes += block
      guard bytes.count <= limit else { throw .tooLong(limit: limit) }
    }
    return bytes
  }

  /// Reads a file bit by bit.
  ///
  /// - Parameters:
  ///   - path: `-` is standard input.
  ///   - take: is given the next bytes, and the size of the file as far as the system knows it.
  public static func read(
    _ path: String, isRegular: Bool = false, _ take: (ArraySlice<UInt8>, Int) throws(Problem) -> Void
  ) throws(Problem) {
    if path == standardInput, !isRegular { return try read(from: STDIN_FILENO, size: 0, take) }
    let number = open(PathName.bytes(path), O_RDONLY | O_CLOEXEC | O_NOCTTY | (isRegular ? O_NONBLOCK : 0))
    guard number >= 0 else { throw .unreadable(reason: SystemCall.reason) }
    let file = Descriptor(number)
    defer { withExtendedLifetime(file) {} }
    let status = file.status
    guard !isRegular || status.type == S_IFREG else { throw .irregular }
    try read(from: number, size: max(0, Int(status.st_size)), take)
  }

  private static func read(
    from descriptor: Int32, size: Int, _ take: (ArraySlice<UInt8>, Int) throws(Problem) -> Void
  ) throws(Problem) {
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = SystemCall.repeated { Glibc.read(descriptor, &block, block.count) }
      guard count >= 0 else { throw .unreadable(reason: SystemCall.reason) }
      if count == 0 { return }
      try take(block[..<count], size)
    }
  }

  /// The bytes of a text as UTF-8 without a byte order mark. UTF-16 is known by its mark, or by the zero in its first two
  /// bytes.
  public static func text(
    of path: String, limit: Int = 1 << 30, isRegular: Bool = false
  ) throws(Problem) -> [UInt8] {
    utf8(try bytes(of: path, limit: limit, isRegular: isRegular))
  }

  /// A text as UTF-8 without a byte order mark.
  public static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
    guard bytes.count >= 2 else { return bytes }
    let isMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    guard isMarked || (bytes[0] == 0) != (bytes[1] == 0) else { return bytes }
    let isBigEndian = isMarked ? bytes[0] == 0xFE : bytes[0] == 0
    let units = stride(from: isMarked ? 2 : 0, to: bytes.count - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

extension Collection where Element == UInt8 {
  /// The lines of a text, which end with LF or CR LF; with CR where there is no LF in all of it.
  public var lines: [SubSequence] {
    let (feed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    guard contains(feed) else { return split(separator: carriageReturn, omittingEmptySubsequences: false) }
    return split(separator: feed, omittingEmptySubsequences: false).map { line in
      var line = line
      if !line.isEmpty, line[line.index(line.startIndex, offsetBy: line.count - 1)] == carriageReturn {
        line = line.prefix(line.count - 1)
      }
      return line
    }
  }
}
