/// Whether the files that come with the program are what they were when it was built.
struct WeightsExamination: Examination {
  let subject = "weights"

  /// A file that comes with the program.
  struct Resource: Hashable, Sendable {
    /// Where it lies, from the folder of the executable.
    let path: String
    /// SHA-256, 64 hexadecimal digits.
    let checksum: Substring

    /// Reads a line of `sha256sum` about a file in `Sources/MODULE/Resources`; nil for anything else.
    init?(_ line: Substring) {
      let fields = line.split(separator: " ")
      let names = fields.last?.split(separator: "/") ?? []
      guard fields.count == 2, fields[0].count == 64, names.count == 4, names[0] == "Sources", names[2] == "Resources"
      else { return nil }
      (path, checksum) = ("attune_\(names[1]).resources/\(names[3])", fields[0])
    }
  }

  /// Those whose checksums were taken when the program was built (`make checksums`).
  static let resources = String(decoding: PackageResources.checksums_txt, as: UTF8.self).split(separator: "\n")
    .compactMap { Resource($0) }

  private static let program = "sha256sum"
  private static let advice = "install Attune again (make install)"

  func finding(on machine: Machine) async -> Finding {
    let paths = Self.resources.map { "\(machine.folder)/\($0.path)" }
    let missing = Self.resources.filter { resource in
      let parts = resource.path.split(separator: "/")
      return !(machine.names("\(machine.folder)/\(parts[0])")?.contains(String(parts[1])) ?? false)
    }
    if let first = missing.first {
      let others = missing.count == 1 ? "" : ", and neither are \(missing.count - 1) more"
      return .wrong("\(machine.folder)/\(first.path) is not there\(others)", Self.advice)
    }
    guard let program = machine.program(Self.program) else {
      return .unknown("all \(paths.count) files are there; no \(Self.program) tells whether they are whole")
    }
    // A line for each file, of which the checksum stands first, behind a backslash where the name has something odd.
    let lines = machine.output(program, ["--"] + paths)?.split(separator: "\n") ?? []
    guard lines.count == paths.count else {
      return .unknown("all \(paths.count) files are there; \(program) cannot read them", "may this user?")
    }
    let broken = zip(Self.resources, lines).filter { !$1.drop { $0 == "\\" }.hasPrefix($0.checksum) }.map(\.0.path)
    guard broken.isEmpty else {
      return .wrong(
        "not as they were built: \(broken.map { "\(machine.folder)/\($0)" }.joined(separator: ", "))", Self.advice)
    }
    return .ok("all \(paths.count) files are whole")
  }
}
