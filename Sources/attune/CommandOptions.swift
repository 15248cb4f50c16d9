import ArgumentParser
import Recognition

/// The command files that every command begins with.
struct CommandFileOptions: ParsableArguments {
  @Option(name: .customLong("commands"), help: "A command file, or a folder of them. Several are merged.")
  var paths: [String]

  /// Reads and compiles them.
  ///
  /// - Parameter phrases: what wakes beside what the files say.
  /// - Throws: `CommandError` or `LexiconError`.
  func commands(wakingBy phrases: [String] = []) throws -> CommandSet {
    try CommandSet(contentsOf: paths, wakingBy: phrases)
  }
}

/// Command files, and how sure is sure enough.
struct CommandOptions: ParsableArguments {
  @OptionGroup var files: CommandFileOptions

  @Option(help: "The confidence, 0 to 1, below which a command is rejected.")
  var threshold = Confidence.defaultThreshold

  func validate() throws { try Self.check(threshold: threshold) }

  /// Reads and compiles the files.
  ///
  /// - Parameter phrases: what wakes beside what the files say.
  /// - Throws: `CommandError` or `LexiconError`.
  func commands(wakingBy phrases: [String] = []) throws -> CommandSet {
    var commands = try files.commands(wakingBy: phrases)
    commands.settings.threshold = threshold
    return commands
  }

  /// - Throws: `ValidationError` where there can be no such confidence.
  static func check(threshold: Double) throws {
    guard (0...1).contains(threshold) else { throw ValidationError("--threshold has to be between 0 and 1.") }
  }
}
