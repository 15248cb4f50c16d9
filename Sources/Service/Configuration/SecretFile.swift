import Glibc

/// A file that its owner should keep to himself: a token, a private key.
public enum SecretFile {
  /// Why a file is no secret, for people; nil where nobody but its owner, and a group that was given it, can read it, or where there is
  /// no such file.
  public static func exposure(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let mode = status.st_mode & 0o777
    guard mode & 0o026 != 0 || mode & 0o004 != 0 else { return nil }
    let who = mode & 0o004 != 0 ? "everybody on this machine can read it" : "others than its owner can write it"
    let digits = String(mode, radix: 8)
    return "\(path): \(who) (mode 0\(digits)): chmod 600 \(path)"
  }
}
