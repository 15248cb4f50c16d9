/// Whether Home Assistant could find a server by itself.
struct AvahiExamination: Examination {
  let subject = "avahi"

  private static let (daemon, program) = ("avahi-daemon", "avahi-publish")

  func finding(on machine: Machine) async -> Finding {
    let isRunning = Self.isRunning(on: machine)
    switch (isRunning, machine.program(Self.program)) {
    case (true, let path?): return .ok("\(Self.daemon) runs, and \(path) is there: attune serve can be found")
    case (true, nil):
      return .absent(
        "\(Self.program) is not installed: Home Assistant does not find attune serve by itself",
        "apt-get install avahi-utils")
    case (false, let path):
      return .absent(
        "\(Self.daemon) does not run: Home Assistant does not find attune serve by itself",
        path == nil ? "apt-get install avahi-daemon avahi-utils" : "apt-get install avahi-daemon, and start it")
    }
  }

  /// Whether the process that the daemon's file names is the daemon.
  private static func isRunning(on machine: Machine) -> Bool {
    guard let text = machine.text("/run/\(daemon)/pid"), let process = Int(text.filter { !$0.isWhitespace }) else {
      return false
    }
    return machine.text("/proc/\(process)/comm")?.hasPrefix(daemon) ?? false
  }
}
