import ArgumentParser
import Recognition

/// The speech on which commands are tried.
struct BackgroundOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Speech that is no command, of attune background. (default: an hour that comes with attune)", valueName: "file"))
  var background: String?

  /// Reads it.
  ///
  /// - Throws: `BackgroundError`.
  func load() throws -> Background { try background.map { try Background(contentsOf: $0) } ?? .shipped() }
}

/// How often other speech may be taken for a command.
struct FalseAcceptOptions: ParsableArguments {
  @Option(
    name: .customLong("false-accepts"),
    help: ArgumentHelp(
      """
      Choose the threshold at which so many commands an hour are expected to be heard in speech that is none, where it is \
      overheard. There it takes the place of --threshold.
      """, valueName: "per hour"))
  var perHour: Double?

  @OptionGroup var background: BackgroundOptions

  func validate() throws {
    guard perHour ?? 1 > 0 else { throw ValidationError("--false-accepts has to be above 0.") }
    guard background.background == nil || perHour != nil else {
      throw ValidationError("--background needs --false-accepts.")
    }
  }

  /// Sets the threshold of commands where they are overheard, where it was asked for.
  ///
  /// - Parameter asNames: whether only the names that wake are overheard.
  /// - Throws: `BackgroundError`.
  func apply(to commands: inout CommandSet, asNames: Bool = false) throws {
    if let perHour { try background.apply(perHour, to: &commands, asNames: asNames) }
  }
}

extension BackgroundOptions {
  /// Sets the threshold at which commands are expected so often in an hour of it, where they are overheard, and tells it.
  ///
  /// - Parameter asNames: whether only the names that wake are overheard.
  /// - Throws: `BackgroundError`.
  func apply(_ perHour: Double, to commands: inout CommandSet, asNames: Bool = false) throws {
    let names = asNames ? try commands.wakeGraph.map { FalseAcceptRates(ofNames: $0, in: try load()) } : nil
    let rates = try names ?? FalseAcceptRates(of: commands, in: load())
    let threshold = rates.threshold(perHour: perHour)
    commands.settings.overheardThreshold = threshold
    StandardError.line("attune: threshold \((threshold * 1000).rounded() / 1000) for \(perHour) false accepts an hour")
  }
}
