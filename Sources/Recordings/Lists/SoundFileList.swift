import Files
import Glibc

/// The sound files that paths stand for.
public enum SoundFileList {
  /// The endings, in lower case, by which sound files are found in folders: what libsndfile reads with a header.
  public static let extensions: Set<String> = [
    "aif", "aifc", "aiff", "au", "avr", "caf", "flac", "htk", "mp3", "nist", "oga", "ogg", "opus", "paf", "rf64", "sf",
    "snd", "sph", "svx", "voc", "w64", "wav", "wave", "wve",
  ]

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  /// Replaces each folder by the sound files in it and in its subfolders, in the order of their names' bytes.
  ///
  /// Hidden files and links to folders are passed over. A path that is no folder is kept as it is, whatever its name and
  /// whether it exists or not: opening it will tell. What was found in a folder and is no file, such as a pipe, which
  /// would be waited for, is an item with its problem.
  public static func items(in paths: [String]) -> [RecordingItem] {
    paths.flatMap { path in
      let bytes = PathName.bytes(path).dropLast().map { UInt8(truncatingIfNeeded: $0) }
      return type(of: bytes) == S_IFDIR ? contents(of: bytes) : [RecordingItem(path)]
    }
  }

  /// The paths of `items`.
  public static func files(in paths: [String]) -> [String] { items(in: paths).map(\.file) }

  private static func contents(of folder: [UInt8]) -> [RecordingItem] {
    guard let stream = opendir(cString(folder)) else {
      return [problem(folder, "the folder cannot be read: \(String(cString: strerror(errno)))")]
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name.first != dot { names.append(name) }
    }
    let prefix = folder.last == slash ? folder : folder + [slash]
    return names.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { items(prefix + $0, named: $0) }
  }

  private static func items(_ path: [UInt8], named name: [UInt8]) -> [RecordingItem] {
    let type = type(of: path)
    if type == S_IFDIR { return isLink(path) ? [] : contents(of: path) }
    guard hasSoundExtension(name) else { return [] }
    return switch type {
    case nil, S_IFREG: [RecordingItem(PathName.text(path))]
    case S_IFIFO: [problem(path, "it is a named pipe, which is heard only where it is named itself")]
    case S_IFSOCK: [problem(path, "it is a socket")]
    default: [problem(path, "it is a device")]
    }
  }

  private static func problem(_ path: [UInt8], _ problem: String) -> RecordingItem {
    let path = PathName.text(path)
    return RecordingItem(place: path, problem: .found(path: path, problem: problem))
  }

  private static func hasSoundExtension(_ name: [UInt8]) -> Bool {
    guard let dot = name.lastIndex(of: dot) else { return false }
    return extensions.contains(String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
  }

  private static func cString(_ bytes: [UInt8]) -> [CChar] { bytes.map { CChar(truncatingIfNeeded: $0) } + [0] }

  /// What stands there, or where a link there leads; nil for nothing.
  private static func type(of path: [UInt8]) -> mode_t? {
    var status = stat()
    return stat(cString(path), &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func isLink(_ path: [UInt8]) -> Bool {
    var status = stat()
    return lstat(cString(path), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
