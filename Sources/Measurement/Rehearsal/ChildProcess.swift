import Glibc

/// A program run to its end, without input and with its output thrown away.
enum ChildProcess {
  /// How a program ended.
  enum Ending: Hashable {
    case status(Int)
    case signal(Int)
    /// It could not be started; the system's reason.
    case notStarted(String)
  }

  /// Runs a program and waits for it.
  ///
  /// - Parameters:
  ///   - path: the executable.
  ///   - arguments: without the program's name. No shell reads them.
  static func run(_ path: String, _ arguments: [String]) -> Ending {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let error = posix_spawn(&process, path, &actions, nil, &arguments, environ)
    guard error == 0 else { return .notStarted(String(cString: strerror(error))) }
    return ending(of: process)
  }

  private static func ending(of process: pid_t) -> Ending {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return .notStarted(String(cString: strerror(errno))) }
    }
    let signal = Int(status & 0x7F)
    return signal == 0 ? .status(Int(status >> 8 & 0xFF)) : .signal(signal)
  }
}

extension ChildProcess.Ending: CustomStringConvertible {
  /// What became of the program, as part of a sentence.
  var description: String {
    switch self {
    case .status(let status): "it ended with status \(status)"
    case .signal(let signal): "signal \(signal) ended it"
    case .notStarted(let reason): reason
    }
  }
}
