import Glibc

/// Reads whole text files.
enum TextFile {
  /// The most bytes that a command file may have.
  private static let limit = 64 << 20

  /// The text of a UTF-8 file.
  ///
  /// - Throws: `CommandError` if it cannot be read, is greater than 64 MiB or is not UTF-8.
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
      throw CommandError(.unreadable(reason: "it is not UTF-8"), at: location)
    }
    return text
  }
}
