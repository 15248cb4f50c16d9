public import Commands
public import Lexicon

extension CommandReport {
  /// Tries the commands on speech that is none, which takes some seconds: adds how often each intent is expected to be heard
  /// in an hour of it, a name that wakes wherever it is called.
  ///
  /// - Parameters:
  ///   - grammar: what is reported.
  ///   - lexicon: how its words sound.
  ///   - background: the speech that is no command.
  /// - Throws: `CommandError` or `LexiconError`.
  public mutating func expect(_ grammar: Grammar, lexicon: Lexicon, in background: Background) throws {
    let commands = try CommandSet(grammar, lexicon: lexicon)
    let rates = FalseAcceptRates(of: commands, in: background)
    let names = commands.wakeGraph.map { FalseAcceptRates(ofNames: $0, in: background) }
    let waking = Set(grammar.wakeIntents)
    expect(
      falseAccepts: { intent in
        let rates = waking.contains(intent) ? names ?? rates : rates
        return rates.perHour(of: intent, threshold: Confidence.defaultThreshold)
      }, of: rates.hours)
  }
}
