/// Whether the networks have room.
struct MemoryExamination: Examination {
  let subject = "memory"

  /// What a server of one stream, or a batch on two processors, takes at its highest, with room to spare: docs/figures.md.
  static let needed = 256 << 20

  func finding(on machine: Machine) async -> Finding {
    guard let free = Self.available(in: machine.text("/proc/meminfo") ?? "") else {
      return .unknown("/proc/meminfo does not say how much is available; \(Self.text(Self.needed)) are needed")
    }
    let limits = Self.groups(machine.text("/proc/self/cgroup") ?? "").compactMap { Self.room(in: $0, on: machine) }
    let available = min(free, limits.min() ?? free)
    let text = "\(Self.text(available)) are available, \(Self.text(Self.needed)) are needed"
    guard available < Self.needed else { return .ok(text) }
    return .wrong(
      text,
      available < free
        ? "raise the limit of this control group (MemoryMax= of systemd, --memory of a container)"
        : "end other programs, or add swap")
  }

  /// What the system can give without swapping, in bytes.
  private static func available(in meminfo: String) -> Int? {
    number(behind: "MemAvailable:", in: meminfo).map { $0 << 10 }
  }

  /// The folders of the control groups (version 2) to which a process belongs, from the outermost to its own.
  private static func groups(_ text: String) -> [String] {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("0::/") }) else { return [] }
    return line.dropFirst("0::/".count).split(separator: "/").reduce(into: ["/sys/fs/cgroup"]) { folders, name in
      folders.append((folders.last ?? "") + "/\(name)")
    }
  }

  /// What a control group may still take, in bytes; nil where it has no limit. Files that could be forgotten count as free.
  private static func room(in group: String, on machine: Machine) -> Int? {
    func number(_ file: String) -> Int? {
      machine.text("\(group)/\(file)").flatMap { Int($0.split(separator: "\n").first ?? "") }
    }
    guard let limit = number("memory.max"), let taken = number("memory.current") else { return nil }
    let files = Self.number(behind: "inactive_file", in: machine.text("\(group)/memory.stat") ?? "") ?? 0
    return max(0, limit - taken + min(files, taken))
  }

  private static func number(behind key: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      if fields.count >= 2, fields[0] == key { return Int(fields[1]) }
    }
    return nil
  }

  private static func text(_ bytes: Int) -> String { "\(bytes >> 20) MiB" }
}
