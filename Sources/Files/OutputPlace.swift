import Glibc

/// Where a path leads that is to be written to: its folder, held open, and a name in it.
///
/// Links are followed to their targets, one by one, as nobody can exchange what was looked at. A link that somebody else
/// has put into a folder that everybody may write to (such as `/tmp`) is refused, as Linux does with `protected_symlinks`,
/// and so are such files.
public struct OutputPlace: Sendable {
  enum Kind: Sendable {
    /// A file, or nothing yet: to be replaced. Its permissions and owner, where there is one.
    case file(mode: mode_t, owner: uid_t, group: gid_t)
    case nothing
    /// A device, a pipe, or what this process has open: to be written to as it is.
    case stream(Descriptor)
  }

  /// The path as it was given.
  public let path: String
  let kind: Kind
  let folder: Descriptor
  /// The last part of where it leads, ended by a zero.
  let name: [CChar]

  private static let mostLinks = 40
  private static let noFolder = "its folder does not exist or cannot be written to"

  /// Whether it is written to bit by bit, as devices and pipes are, and not whole or not at all.
  public var isStream: Bool { if case .stream = kind { true } else { false } }

  /// Finds out where a path leads. Nothing is written; a pipe is opened, which waits for a reader.
  ///
  /// - Throws: where it is a folder, or leads to none, or through what somebody else has planted.
  public init(_ path: String) throws(OutputError) {
    self.path = path
    var walk = try Walk(path)
    while try walk.step() {}
    (folder, name) = (walk.folder, walk.name)
    kind = try Self.kind(of: walk)
  }

  private static func kind(of walk: Walk) throws(OutputError) -> Kind {
    let path = walk.path
    if walk.isOwn { return .stream(try walk.opened()) }
    guard let status = walk.status else {
      try checkFolder(walk)
      return .nothing
    }
    try walk.checkOwner(status, "a file")
    guard status.type == S_IFREG else {
      if status.type == S_IFSOCK { throw OutputError(path: path, reason: "it is a socket") }
      return .stream(try walk.opened())
    }
    try checkFolder(walk)
    guard faccessat(walk.folder.number, walk.name, W_OK, AT_EACCESS) == 0 else {
      throw OutputError(path: path, number: errno)
    }
    return .file(mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid)
  }

  private static func checkFolder(_ walk: Walk) throws(OutputError) {
    guard faccessat(walk.folder.number, ".", W_OK | X_OK, AT_EACCESS) == 0 else {
      throw OutputError(path: walk.path, reason: noFolder)
    }
  }

  /// A walk along a path, a part at a time.
  private struct Walk {
    let path: String
    var folder: Descriptor
    var name: [CChar] = []
    /// What stands there; nil for nothing.
    var status: stat?
    /// It is a link of the proc file system to what a process has open, which leads nowhere by its name.
    var isOwn = false
    private var rest: [[UInt8]]
    private var links = 0

    init(_ path: String) throws(OutputError) {
      self.path = path
      let bytes = PathName.bytes(path).dropLast().map { UInt8(truncatingIfNeeded: $0) }
      guard !bytes.isEmpty else { throw OutputError(path: path, reason: "the name is empty") }
      guard bytes.last != UInt8(ascii: "/") else { throw OutputError(path: path, reason: "it is a folder") }
      folder = try Self.folder(bytes.first == UInt8(ascii: "/") ? "/" : ".", path)
      rest = Self.parts(bytes)
    }

    private static func parts(_ bytes: [UInt8]) -> [[UInt8]] {
      bytes.split(separator: UInt8(ascii: "/")).map(Array.init).reversed()
    }

    private static func folder(_ name: String, _ path: String) throws(OutputError) -> Descriptor {
      let descriptor = open(name, SystemCall.pathOnly | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw OutputError(path: path, number: errno) }
      return Descriptor(descriptor)
    }

    /// Goes on; false where the end is reached.
    mutating func step() throws(OutputError) -> Bool {
      guard let part = rest.popLast() else { throw OutputError(path: path, reason: "it is a folder") }
      name = part.map { CChar(truncatingIfNeeded: $0) } + [0]
      let number = openat(folder.number, name, SystemCall.pathOnly | O_NOFOLLOW | O_CLOEXEC)
      guard number >= 0 else {
        if errno == ENOENT, rest.isEmpty { return false }
        let isMissing = errno == ENOENT || errno == ENOTDIR
        throw isMissing ? OutputError(path: path, reason: noFolder) : OutputError(path: path, number: errno)
      }
      let item = Descriptor(number)
      let found = item.status
      switch found.type {
      case S_IFLNK: return try follow(item, found)
      case S_IFDIR:
        folder = item
        return true
      default:
        guard rest.isEmpty else { throw OutputError(path: path, reason: noFolder) }
        status = found
        return false
      }
    }

    private mutating func follow(_ link: Descriptor, _ found: stat) throws(OutputError) -> Bool {
      var proc = stat()
      if stat("/proc", &proc) == 0, found.st_dev == proc.st_dev {
        guard !rest.isEmpty else {
          isOwn = true
          return false
        }
        let number = openat(folder.number, name, SystemCall.pathOnly | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw OutputError(path: path, number: errno) }
        folder = Descriptor(number)
        return true
      }
      try checkOwner(found, "a link")
      links += 1
      guard links <= mostLinks else { throw OutputError(path: path, number: ELOOP) }
      var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = target.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { readlinkat(link.number, "", $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? 0
      }
      guard count > 0 else { throw OutputError(path: path, number: count < 0 ? errno : ENOENT) }
      if target[0] == UInt8(ascii: "/") { folder = try Self.folder("/", path) }
      rest += Self.parts(Array(target[..<count]))
      return true
    }

    /// Refuses what somebody else has put into a folder that everybody may write to.
    func checkOwner(_ item: stat, _ what: String) throws(OutputError) {
      let around = folder.status
      guard around.isShared, item.st_uid != geteuid(), item.st_uid != around.st_uid else { return }
      throw OutputError(path: path, reason: "\(what) of somebody else in a folder that everybody may write to")
    }

    /// What stands there, opened to be written to behind what is there.
    func opened() throws(OutputError) -> Descriptor {
      let following = isOwn ? 0 : O_NOFOLLOW
      let number = ownNumber() ?? openat(folder.number, name, O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC | following)
      guard number >= 0 else { throw OutputError(path: path, number: errno) }
      let descriptor = Descriptor(number)
      let opened = descriptor.status
      guard isOwn || status.map(opened.isSame) ?? false else {
        throw OutputError(path: path, reason: "it was replaced meanwhile")
      }
      guard opened.type != S_IFDIR else { throw OutputError(path: path, reason: "it is a folder") }
      return descriptor
    }

    /// What this process itself has open under the number that is the link's name, such as standard output: with its
    /// place in the file.
    private func ownNumber() -> Int32? {
      guard isOwn,
        let number = Int32(String(decoding: name.dropLast().map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self))
      else { return nil }
      var (there, own) = (stat(), stat())
      guard fstatat(folder.number, name, &there, 0) == 0, fstat(number, &own) == 0, there.isSame(as: own) else {
        return nil
      }
      let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
      return copy < 0 ? nil : copy
    }
  }
}
