import Glibc

/// The command files that paths lead to.
public enum CommandPaths {
  private static let endings = [".yaml", ".yml", ".json"]

  /// The paths of files as they are, and for each folder its files that end in `.yaml`, `.yml` or `.json`, by name. What lies
  /// in folders of it, and what is hidden, is left out.
  ///
  /// - Throws: `CommandError` for a folder that cannot be read, or has no such file.
  public static func files(of paths: [String]) throws(CommandError) -> [String] {
    var files: [String] = []
    for path in paths {
      if isFolder(path) { files += try self.files(in: path) } else { files.append(path) }
    }
    return files
  }

  private static func files(in folder: String) throws(CommandError) -> [String] {
    let location = SourceLocation(file: folder, line: 1, column: 1)
    guard let stream = opendir(folder) else {
      throw CommandError(.unreadable(reason: String(cString: strerror(errno))), at: location)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix("."), endings.contains(where: name.lowercased().hasSuffix) { names.append(name) }
    }
    let files = names.sorted().map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }.filter { !isFolder($0) }
    guard !files.isEmpty else {
      throw CommandError(.expected("a file that ends in .yaml, .yml or .json", found: "none"), at: location)
    }
    return files
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
