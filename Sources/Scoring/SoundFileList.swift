import FoundationEssentials

/// The sound files that paths stand for.
public enum SoundFileList {
  /// The endings, in lower case, by which sound files are found in folders: what libsndfile reads with a header.
  public static let extensions: Set<String> = [
    "aif", "aifc", "aiff", "au", "avr", "caf", "flac", "htk", "mp3", "nist", "oga", "ogg", "opus", "paf", "rf64", "sf",
    "snd", "sph", "svx", "voc", "w64", "wav", "wave", "wve",
  ]

  /// Replaces each folder by the sound files in it and in its subfolders, in the order of their UTF-8 bytes.
  ///
  /// Hidden files and links to folders are passed over. A path that is no folder is kept as it is, whatever its name and
  /// whether it exists or not: opening it will tell.
  public static func files(in paths: [String]) -> [String] {
    paths.flatMap { isFolder($0) ? contents(of: $0) : [$0] }
  }

  /// A folder that cannot be read stands for itself: opening it will tell why.
  private static func contents(of folder: String) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [folder] }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return names.filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .flatMap { name -> [String] in
        let path = prefix + name
        if isFolder(path) { return isLink(path) ? [] : contents(of: path) }
        return hasSoundExtension(name) ? [path] : []
      }
  }

  private static func hasSoundExtension(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    return extensions.contains(name[name.index(after: dot)...].lowercased())
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
  }

  private static func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }
}
