import Glibc

/// A file that is written whole or not at all: until it is committed, what stands there stays as it is. What is no file,
/// such as a device or a pipe, is written to as it is.
///
/// The new file comes into being beside the old one under a name that nobody knows beforehand, with the permissions of the
/// old one, and takes its place.
public struct WholeFile: ~Copyable {
  private let place: OutputPlace
  private var file: OutputFile
  /// The name until it is committed; nil for a stream, or when it is.
  private var temporary: [CChar]?

  /// - Throws: `OutputError` where nothing can be written there.
  public init(at place: OutputPlace) throws(OutputError) {
    self.place = place
    if case .stream(let descriptor) = place.kind {
      file = OutputFile(path: place.path, descriptor)
    } else {
      let name = Array(".attune-\(UInt64.random(in: 0 ... .max)).part".utf8CString)
      file = OutputFile(path: place.path, try Self.make(name, at: place))
      temporary = name
    }
  }

  /// - Throws: `OutputError` where nothing can be written there.
  public init(path: String) throws(OutputError) { try self.init(at: OutputPlace(path)) }

  deinit {
    if let temporary { unlinkat(place.folder.number, temporary, 0) }
  }

  private static func make(_ name: [CChar], at place: OutputPlace) throws(OutputError) -> Descriptor {
    var mode: mode_t = 0o666
    if case .file = place.kind { mode = 0o600 }
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let number = openat(place.folder.number, name, flags, mode)
    guard number >= 0 else { throw OutputError(path: place.path, number: errno) }
    if case .file(let mode, let owner, let group) = place.kind {
      // Where it may not be given to the owner of the old one, it is ours.
      let isGiven = (owner, group) == (geteuid(), getegid()) || fchown(number, owner, group) == 0
      fchmod(number, isGiven ? mode : mode & 0o777)
    }
    return Descriptor(number)
  }

  /// Adds text.
  public mutating func write(_ text: String) throws(OutputError) { try file.write(text) }

  /// Adds bytes.
  public mutating func write(_ bytes: [UInt8]) throws(OutputError) { try file.write(bytes) }

  /// Hands what was added to a stream on at once.
  public mutating func flush() throws(OutputError) { try file.flush() }

  /// Brings the file onto the disk and gives it its name.
  public consuming func commit() throws(OutputError) {
    guard let name = temporary else { return try file.flush() }
    try file.synchronize()
    guard renameat(place.folder.number, name, place.folder.number, place.name) == 0 else {
      throw OutputError(path: place.path, number: errno)
    }
    temporary = nil
    // The name is to be there after a power failure, too; some file systems cannot promise it.
    let folder = openat(place.folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Writes a whole file.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    var file = try WholeFile(path: path)
    try file.write(bytes)
    try file.commit()
  }
}
