import Glibc

/// Reads whole text files.
enum TextFile {
  private static let limit = BoundedYAML.bytes

  /// The text of a UTF-8 file, without a byte order mark.
  ///
  /// - Throws: `CommandError` if it cannot be read, is greater than 8 MiB or is not UTF-8.
  static func read(_ path: String) throws(CommandError) -> String {
    let location = SourceLocation(file: path, line: 1, column: 1)
    guard let file = fopen(path, "rbe") else {
      throw CommandError(.unreadable(reason: String(cString: strerror(errno))), at: location)
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw CommandError(.tooLarge(what: "bytes", limit: limit), at: location) }
    }
    guard ferror(file) == 0 else {
      throw CommandError(.unreadable(reason: String(cString: strerror(errno))), at: location)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError(.unreadable(reason: BoundedYAML.encodingProblem(of: bytes)), at: location)
    }
    return BoundedYAML.withoutByteOrderMark(text)
  }
}
