import ArgumentParser
import Glibc

/// How much is worked on at a time.
struct JobOptions: ParsableArguments {
  @Option(help: "How many to work on at a time. (default: one for each processor)")
  var jobs: Int?

  func validate() throws {
    guard (1...1024).contains(jobs ?? 1) else { throw ValidationError("--jobs has to be between 1 and 1024.") }
  }

  /// How many, at least 1.
  var count: Int { jobs ?? Self.processors }

  /// The processors that this process may use, at least 1.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
