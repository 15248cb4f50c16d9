import Glibc

extension Lexicon {
  /// The path of a bundled dictionary.
  ///
  /// The resources of a SwiftPM product lie in a folder beside the executable. `Bundle.module` looks there too, but it
  /// stops the process when there is nothing; a missing file is an error like any other, so this looks for itself.
  static func bundled(_ dictionary: String) throws(LexiconError) -> String {
    let path = resource(dictionary)
    guard access(path, R_OK) == 0 else { throw .missing(paths: [path]) }
    return path
  }

  /// Where a bundled file should be.
  static func resource(_ file: String) -> String { executableFolder + "/attune_Lexicon.resources/\(file)" }

  private static var executableFolder: String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &path, path.count))
    let bytes = path[..<count].map(UInt8.init(truncatingIfNeeded:))
    return String(decoding: bytes[..<(bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)], as: UTF8.self)
  }
}
