import Commands
import Files
import Synchronization

/// The command files that were given: these may be read and written here, and no others.
final class CommandFiles: Sendable {
  /// A file as it was read or written last.
  struct File: Hashable, Sendable {
    var text: String
    /// How often it was written here.
    var version = 0
  }

  /// Why a file cannot be written or shown.
  enum Problem: Error, Hashable, CustomStringConvertible {
    case noSuchFile
    case tooLarge
    /// Another page has written it.
    case isNewer
    /// Somebody else has written it.
    case changedOnDisk(path: String)

    var description: String {
      switch self {
      case .noSuchFile: "there is no such file here"
      case .tooLarge: "the file has more than \(PageLimits.commands) bytes: it is not edited here"
      case .isNewer: "another page has saved this file meanwhile: open it again"
      case .changedOnDisk(let path): "\(path) was changed by another program meanwhile: open it again"
      }
    }
  }

  /// Their paths, in the order in which they are merged.
  let paths: [String]
  private let files: Mutex<[File]>

  /// Reads the files, and those of folders.
  ///
  /// - Throws: `CommandError` where one cannot be read.
  init(_ given: [String]) throws(CommandError) {
    paths = try CommandPaths.files(of: given)
    var files: [File] = []
    for path in paths { files.append(File(text: try Self.read(path))) }
    self.files = Mutex(files)
  }

  private static func read(_ path: String) throws(CommandError) -> String {
    do throws(InputFile.Problem) {
      return String(decoding: try InputFile.text(of: path, limit: BoundedYAML.bytes), as: UTF8.self)
    } catch {
      // Reading it as commands says why in the words of `attune check`.
      _ = try Grammar(contentsOf: [path])
      return ""
    }
  }

  /// A file as it is on disk.
  ///
  /// - Throws: `Problem`.
  func file(_ index: Int) throws(Problem) -> File {
    guard paths.indices.contains(index) else { throw .noSuchFile }
    let file = files.withLock { files in
      if let onDisk = Self.onDisk(paths[index]), onDisk != files[index].text {
        files[index] = File(text: onDisk, version: files[index].version + 1)
      }
      return files[index]
    }
    guard file.text.utf8.count <= PageLimits.commands else { throw .tooLarge }
    return file
  }

  /// What a file has now; nil where it cannot be read.
  private static func onDisk(_ path: String) -> String? {
    try? String(decoding: InputFile.text(of: path, limit: BoundedYAML.bytes), as: UTF8.self)
  }

  /// All texts, that of one file replaced.
  func texts(with text: String, at index: Int) throws(Problem) -> [(file: String, text: String)] {
    guard paths.indices.contains(index) else { throw .noSuchFile }
    var texts = texts
    texts[index].text = text
    return texts
  }

  /// The texts as they are.
  var texts: [(file: String, text: String)] {
    zip(paths, files.withLock { $0.map(\.text) }).map { (file: $0, text: $1) }
  }

  /// Writes a file, whole or not at all.
  ///
  /// - Parameter version: the one that was changed.
  /// - Returns: the new version.
  /// - Throws: `Problem`, or `OutputError`.
  func save(_ text: String, at index: Int, version: Int) throws -> Int {
    guard paths.indices.contains(index) else { throw Problem.noSuchFile }
    return try files.withLock { files in
      guard files[index].version == version else { throw Problem.isNewer }
      let path = paths[index]
      if let onDisk = Self.onDisk(path), onDisk != files[index].text { throw Problem.changedOnDisk(path: path) }
      try WholeFile.write(Array(text.utf8), to: path)
      files[index] = File(text: text, version: version + 1)
      return version + 1
    }
  }
}
