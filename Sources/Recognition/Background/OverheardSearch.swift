import Aligner
import Commands

/// Looks for the command that a stretch of overheard speech is nearest to, as a microphone that is always open does: as it
/// comes, and then as a whole (see `SecondHearing`).
public struct OverheardSearch {
  /// What is less likely than this, in log-odds, is not looked at twice.
  static let hopeless = -9.0

  private let graph: CommandGraph
  private var decoder: CommandDecoder
  private var alternatives: AlternativeSearch

  /// A search for these commands.
  public init(_ commands: CommandSet) {
    graph = commands.graph
    decoder = CommandDecoder(graph: graph, settings: commands.settings.decoder)
    alternatives = AlternativeSearch(
      graph: graph, keys: graph.meaningKeys, limit: 2, beam: Confidence.Features.highestMargin)
  }

  /// The intent, and how likely it is to be told, in log-odds: chunks have to believe it as if it were addressed, and then the
  /// whole. Nil where nothing was said that could be a command.
  public mutating func best(in stretch: Background.Stretch) -> (intent: String, odds: Double)? {
    guard let first = best(in: stretch.chunks, .chunks, .addressed) else { return nil }
    guard first.odds > Self.hopeless, let second = best(in: stretch.whole, .segments, .overheard) else {
      return (first.intent, min(first.odds, Self.hopeless))
    }
    return (second.intent, min(first.odds, second.odds))
  }

  private mutating func best(
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
      return FalseAcceptRates.odds(of: Confidence(features, calibration, in: mode).value)
    }
    // The margin costs most, and can only make less of it.
    let most = odds(margin: .infinity)
    guard most > Self.hopeless else { return (candidate.intent, most) }
    let rivals = Rival.rivals(alternatives.sentences(in: posteriors), in: graph)
    return (candidate.intent, odds(margin: rivals.map(\.margin).min() ?? .infinity))
  }
}
