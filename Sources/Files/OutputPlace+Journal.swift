import Glibc

extension OutputPlace {
  /// Opens a file beside this one, which is made where there is none, for this process alone: to be read, and written
  /// behind what is there.
  ///
  /// - Parameter ending: what its name has more.
  /// - Throws: where another process has it, or what stands there is not a file that this program can have left: a link,
  ///   a file with a further name, somebody else's.
  public func journal(ending: String) throws(OutputError) -> OutputFile {
    let shown = path + ending
    let name = self.name.dropLast() + Array(ending.utf8CString)
    let flags = O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    // A run that ends just now removes its journal.
    for _ in 0..<100 {
      let number = openat(folder.number, name, flags, 0o666)
      guard number >= 0 else {
        throw errno == ELOOP
          ? OutputError(path: shown, reason: "it is a link") : OutputError(path: shown, number: errno)
      }
      let file = Descriptor(number)
      let status = file.status
      guard status.type == S_IFREG else { throw OutputError(path: shown, reason: "it is no regular file") }
      guard status.st_nlink <= 1 else { throw OutputError(path: shown, reason: "the file has another name, too") }
      guard status.st_uid == geteuid() || !folder.status.isShared else {
        throw OutputError(path: shown, reason: "a file of somebody else in a folder that everybody may write to")
      }
      guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
        throw OutputError(path: shown, reason: "another run is writing to it")
      }
      var now = stat()
      if fstatat(folder.number, name, &now, AT_SYMLINK_NOFOLLOW) == 0, now.isSame(as: status) {
        return OutputFile(path: shown, file)
      }
    }
    throw OutputError(path: shown, reason: "it is replaced again and again")
  }

  /// Removes a file beside this one.
  public func remove(ending: String) {
    unlinkat(folder.number, self.name.dropLast() + Array(ending.utf8CString), 0)
  }
}
