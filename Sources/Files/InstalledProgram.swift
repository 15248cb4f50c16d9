import Glibc

/// Programs that are installed beside this one.
public enum InstalledProgram {
  /// Where a program is found in the folders of the environment's `PATH`; nil where it is in none of them.
  public static func path(of name: String) -> String? {
    path(of: name, in: getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin")
  }

  /// Where a program is found in folders with colons between them; nil where it is in none of them.
  public static func path(of name: String, in folders: String) -> String? {
    folders.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}
