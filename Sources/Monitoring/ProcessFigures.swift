import Glibc

/// What the process takes of the machine, under the names that Prometheus' own libraries use.
struct ProcessFigures {
  /// The memory that is in use now, in bytes; nil where the system does not tell.
  let residentBytes: Int?
  /// The processor time since the process began, of all threads, in seconds.
  let cpuSeconds: Double

  /// The figures now.
  init() {
    residentBytes = Self.residentPages().map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    cpuSeconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  func write(to text: inout PrometheusText) {
    text.family("process_cpu_seconds_total", .counter, help: "Processor time of all threads, in seconds.")
    text.sample("process_cpu_seconds_total", LabelSet([]), cpuSeconds)
    guard let residentBytes else { return }
    text.family("process_resident_memory_bytes", .gauge, help: "Memory in use, in bytes.")
    text.sample("process_resident_memory_bytes", LabelSet([]), Double(residentBytes))
  }

  /// The second number of `/proc/self/statm`.
  private static func residentPages() -> Int? {
    let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &bytes, bytes.count)
    let fields = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
    return fields.dropFirst().first.flatMap { Int($0) }
  }
}
