import Aligner
public import Commands

/// Looks for what a stretch of overheard speech is nearest to, as a microphone that is always open does: as it comes, and then
/// as a whole (see `SecondHearing`).
public struct OverheardSearch {
  /// What is less likely than this, in log-odds, is not looked at twice.
  fileprivate static let hopeless = -9.0

  private var search: any PosteriorSearch

  /// A search for commands, each of which is all that is said.
  public init(_ commands: CommandSet) { search = CommandSearch(commands) }

  /// A search for names, which may be called anywhere (see `WakeSpotter`).
  ///
  /// - Parameter names: `CommandSet.wakeGraph`.
  public init(names: CommandGraph) { search = NameSearch(names) }

  /// The intent, and how likely it is to be told, in log-odds: chunks have to believe it as if it were addressed, and then the
  /// whole. Nil where nothing was said that could be a command.
  public mutating func best(in stretch: Background.Stretch) -> (intent: String, odds: Double)? {
    guard let first = search.best(in: stretch.chunks, .chunks, .addressed) else { return nil }
    guard first.odds > Self.hopeless, let second = search.best(in: stretch.whole, .segments, .overheard) else {
      return (first.intent, min(first.odds, Self.hopeless))
    }
    return (second.intent, min(first.odds, second.odds))
  }
}

/// Looks in what was heard for what it is nearest to.
private protocol PosteriorSearch {
  /// The intent, and the log-odds with which it is believed; nil where nothing fits.
  mutating func best(
    in posteriors: PhonePosteriors, _ calibration: Confidence.Calibration, _ mode: HearingMode
  ) -> (intent: String, odds: Double)?
}

private struct CommandSearch: PosteriorSearch {
  private let graph: CommandGraph
  private var decoder: CommandDecoder
  private var alternatives: AlternativeSearch

  init(_ commands: CommandSet) {
    graph = commands.graph
    decoder = CommandDecoder(graph: graph, settings: commands.settings.decoder)
    alternatives = AlternativeSearch(
      graph: graph, keys: graph.meaningKeys, limit: 2, beam: Confidence.Features.highestMargin)
  }

  mutating func best(
    in posteriors: PhonePosteriors, _ calibration: Confidence.Calibration, _ mode: HearingMode
  ) -> (intent: String, odds: Double)? {
    var heard = FreePhones()
    heard.append(posteriors)
    decoder.reset()
    decoder.push(posteriors)
    guard heard.speech() != nil, let path = decoder.result(),
      let candidate = Interpretation(path: path, graph: graph, heard: heard)
    else { return nil }
    func odds(margin: Float) -> Double {
      let features = Confidence.Features(of: path, in: graph, heard: heard, margin: margin)
      return Confidence(features, calibration, in: mode).odds
    }
    // The margin costs most, and can only make less of it.
    let most = odds(margin: .infinity)
    guard most > OverheardSearch.hopeless else { return (candidate.intent, most) }
    let rivals = Rival.rivals(alternatives.sentences(in: posteriors), in: graph)
    return (candidate.intent, odds(margin: rivals.map(\.margin).min() ?? .infinity))
  }
}

private struct NameSearch: PosteriorSearch {
  private let spotter: WakeSpotter

  init(_ names: CommandGraph) { spotter = WakeSpotter(names, settings: .init(), secondEar: nil) }

  func best(
    in posteriors: PhonePosteriors, _ calibration: Confidence.Calibration, _ mode: HearingMode
  ) -> (intent: String, odds: Double)? {
    var (decoder, heard) = (spotter.decoder, FreePhones())
    heard.append(posteriors)
    decoder.push(posteriors)
    guard heard.speech() != nil else { return nil }
    return spotter.name(in: decoder, heard, calibration, mode).map {
      ($0.intent, $0.confidence.odds)
    }
  }
}
