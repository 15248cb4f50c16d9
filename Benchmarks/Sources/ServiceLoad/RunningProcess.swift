import Glibc

/// What the system tells of a process.
struct RunningProcess: Sendable {
  /// This program.
  static let current = RunningProcess(pid: Int(getpid()))

  private let pid: Int

  init(pid: Int) { self.pid = pid }

  /// The processor time so far, of all threads; nil where there is no such process.
  func cpuSeconds() -> Double? {
    // The name before the fields may have spaces, but ends with the last bracket.
    guard let text = read("stat"), let bracket = text.lastIndex(of: ")") else { return nil }
    let fields = text[bracket...].split(separator: " ")
    guard fields.count > 12, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// The memory in use, in bytes; nil where there is no such process.
  func residentBytes() -> Int? {
    let fields = read("statm")?.split(separator: " ") ?? []
    return fields.dropFirst().first.flatMap { Int($0) }.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
  }

  private func read(_ file: String) -> String? {
    let descriptor = open("/proc/\(pid)/\(file)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }
}
