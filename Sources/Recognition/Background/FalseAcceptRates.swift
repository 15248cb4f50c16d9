import Aligner
public import Commands
import Glibc

/// How often other speech would be taken for each command of a set where it is overheard: expected from a background, in which
/// every command is looked for, as it comes and then as a whole (see `SecondHearing`).
///
/// What was seen often is counted. Beyond that the tail is taken for exponential, as tails of log-odds are nearly: of the k
/// greatest excesses over the (k + 1)th, the mean tells how fast it falls (peaks over threshold; Pickands, 1975, with shape 0).
/// All commands have the same tail, each its share of it: tails of their own would be of few values each, and too long.
public struct FalseAcceptRates: Sendable {
  /// The hours of speech that were listened to.
  public let hours: Double
  /// For each intent, the log-odds of what came nearest to it, the greatest first.
  private let odds: [String: [Double]]
  /// Where the tail begins, in log-odds.
  private let tailStart: Double
  /// How fast it falls, in nats.
  private let fall: Double

  /// The most that the tail is judged by.
  private static let tail = 12
  /// How fast it falls where too little was seen.
  private static let usualFall = 1.0
  /// As much as that is counted.
  private static let enough = 5

  /// Looks for the commands in a background.
  ///
  /// Of a large grammar only a part of the background is heard, so that it takes some seconds. Which part depends on the
  /// grammar alone: every machine says the same.
  public init(of commands: CommandSet, in background: Background) {
    self.init(OverheardSearch(commands), in: background, Self.stretches(of: background.count, for: commands.graph))
  }

  /// Looks for names, which may be called anywhere in a stretch.
  ///
  /// - Parameters:
  ///   - names: `CommandSet.wakeGraph`.
  ///   - background: the other speech.
  public init(ofNames names: CommandGraph, in background: Background) {
    self.init(OverheardSearch(names: names), in: background, Self.stretches(of: background.count, for: names))
  }

  private init(_ search: OverheardSearch, in background: Background, _ stretches: Range<Int>) {
    var search = search
    var odds: [String: [Double]] = [:]
    for stretch in stretches {
      guard let found = search.best(in: background[stretch]) else { continue }
      odds[found.intent, default: []].append(found.odds)
    }
    let share = Double(stretches.count) / Double(max(1, background.count))
    self.init(odds: odds, hours: background.seconds / 3600 * share)
  }

  /// The grammar, in states of its graph, of which all of the background can be heard.
  private static let ordinary = 4000
  /// The least of it that is heard of the largest.
  private static let leastShare = 0.05

  private static func stretches(of count: Int, for graph: CommandGraph) -> Range<Int> {
    let share = min(1, max(leastShare, Double(ordinary) / Double(graph.stateCount)))
    return 0..<min(count, Int((share * Double(count)).rounded(.up)))
  }

  /// - Parameter odds: for each intent, the log-odds of what was taken for it, in any order.
  init(odds: [String: [Double]], hours: Double) {
    self.hours = hours
    self.odds = odds.mapValues { $0.sorted(by: >) }
    let all = odds.values.flatMap(\.self).sorted(by: >)
    tailStart = all.isEmpty ? 0 : all[min(Self.tail, all.count - 1)]
    fall = (all.count >= Self.enough ? Self.fall(of: all) : nil) ?? Self.usualFall
  }

  /// How often other speech is taken for the intent, an hour of it, by a threshold of the confidence, 0...1, in overheard sound.
  public func perHour(of intent: String, threshold: Double) -> Double {
    guard let odds = odds[intent], hours > 0 else { return 0 }
    let wanted = Confidence.odds(of: threshold)
    let count = odds.prefix { $0 >= wanted }.count
    guard count < Self.enough, let greatest = odds.first else { return Double(count) / hours }
    let inTail = odds.prefix { $0 > tailStart }.count
    let start = inTail > 0 ? tailStart : greatest
    guard wanted > start else { return Double(count) / hours }
    return Double(max(1, inTail)) * exp(-(wanted - start) / fall) / hours
  }

  /// The same of all intents.
  public func perHour(threshold: Double) -> Double {
    odds.keys.reduce(0) { $0 + perHour(of: $1, threshold: threshold) }
  }

  /// The lowest threshold by which all commands together are expected no more often than this in an hour of other speech.
  public func threshold(perHour limit: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    if perHour(threshold: low) <= limit { return low }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if perHour(threshold: middle) > limit { low = middle } else { high = middle }
    }
    return high
  }

  /// The mean excess of the greatest over the first that is not among them; nil where there are too few.
  private static func fall(of odds: [Double]) -> Double? {
    let count = min(tail, odds.count - 1)
    guard count >= 2 else { return nil }
    let mean = odds[..<count].reduce(0) { $0 + $1 - odds[count] } / Double(count)
    return mean > 0 ? mean : nil
  }
}
