import ArgumentParser
import Recognition

/// Whether a microphone has to be called by a name.
struct WakeOptions: ParsableArguments {
  @Option(
    name: .customLong("wake"),
    help: ArgumentHelp(
      """
      Sleep until this is said, and then listen for a command: a phrase, or the name of an intent. wake: in a command file \
      does the same. May be repeated.
      """, valueName: "phrase"))
  var phrases: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Once called, listen for so many seconds, and as long again after each utterance. (default: for one utterance, which \
      has to begin within 6 seconds)
      """, valueName: "seconds"))
  var awake: Double?

  @Flag(help: "Play a short sound on ALSA's default device when called.")
  var chime = false

  @Flag(help: "Listen for commands without being called, whatever the command files say.")
  var alwaysAwake = false

  func validate() throws {
    guard awake.map({ (1...86_400).contains($0) }) ?? true else {
      throw ValidationError("--awake has to be between 1 and 86400.")
    }
    guard !alwaysAwake || (phrases.isEmpty && awake == nil && !chime) else {
      throw ValidationError("--always-awake is without --wake, --awake and --chime.")
    }
  }

  /// How long to listen once called; nil where nobody has to call.
  ///
  /// - Throws: `ValidationError` where it is said how long, and nothing wakes.
  func time(for commands: CommandSet) throws -> AwakeTime? {
    guard !alwaysAwake else { return nil }
    guard commands.wakeGraph != nil else {
      if awake != nil || chime {
        throw ValidationError("--\(chime ? "chime" : "awake") needs --wake, or wake: in a command file.")
      }
      return nil
    }
    return awake.map { .seconds($0) } ?? .utterance
  }
}
