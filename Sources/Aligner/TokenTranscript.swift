public import Lexicon

/// The tokens of one segment, in whatever order they come, and the words that stand once all of them are weighed.
///
/// A token is replaced by one that speaks of the same sound: a partial token by any that arrives after it and overlaps
/// it, any token by a later final one, and a partial token by an earlier final one, where more than half of the shorter
/// of the two is shared. Of tokens without times, a partial one speaks of everything that has not been said for good, so
/// that whatever arrives next replaces it, and a final one of nothing that another one has said.
///
/// What stands depends on the tokens' times and arrivals alone, not on the order in which they were appended; only
/// tokens that arrive together and have no times stay in that order.
public struct TokenTranscript: Hashable, Sendable {
  /// A word as it is spoken.
  public struct Word: Hashable, Sendable {
    /// The word, with its case.
    public var text: String
    /// The confidence of the token that it is from.
    public var confidence: Double
    /// How long before the last of all tokens its own became known, in seconds, 0 or more. So the age depends on the
    /// tokens alone, on no clock that goes on.
    public var age: Double
  }

  /// All tokens, in the order in which they were appended.
  public private(set) var tokens: [TranscriptToken] = []

  /// No tokens.
  public init() {}

  /// True where no token has come.
  public var isEmpty: Bool { tokens.isEmpty }

  /// Adds a token.
  public mutating func append(_ token: TranscriptToken) { tokens.append(token) }

  /// Forgets all tokens.
  public mutating func removeAll() { tokens.removeAll() }

  /// The tokens that no later one replaces, in the order in which they were said.
  public var standing: [TranscriptToken] {
    let arrived = tokens.enumerated().sorted { ($0.element.arrival, $0.offset) < ($1.element.arrival, $1.offset) }
      .map(\.element)
    let kept = arrived.indices.filter { index in
      !arrived[(index + 1)...].contains { $0.replaces(earlier: arrived[index]) }
        && !arrived[..<index].contains { $0.replaces(later: arrived[index]) }
    }.map { arrived[$0] }
    guard kept.allSatisfy({ $0.time != nil }) else { return kept }
    return kept.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
  }

  /// What stands, as it was written, with spaces between the tokens.
  public var text: String { standing.map(\.text).joined(separator: " ") }

  /// When the last token became known, whether it stands or not, on the tokens' clock; nil where no token has come.
  public var latestArrival: Double? { tokens.map(\.arrival).max() }

  /// The words of the standing tokens, with numbers, signs and units spelled out and without punctuation.
  ///
  /// Tokens of equal confidence are read together, so that "8" and "oz" become "eight ounces". Where reading them
  /// together makes a difference, the age of the words is that of the last of these tokens.
  public var words: [Word] { words(of: standing) }

  /// The words, where the tokens are few and their text is short enough to be worked on.
  ///
  /// - Throws: `LexiconError.tooLong`, by `TextLimits`.
  public func boundedWords() throws(LexiconError) -> [Word] {
    let limits = TextLimits.standard
    // Each token is compared with each other one.
    try limits.check(pieces: tokens.count)
    let standing = standing
    try limits.check(bytes: standing.reduce(0) { $0 + $1.text.utf8.count })
    let words = words(of: standing)
    try limits.check(words.map(\.text))
    return words
  }

  private func words(of standing: [TranscriptToken]) -> [Word] {
    let now = latestArrival ?? 0
    return standing.split(atChangesOf: \.confidence).flatMap { run in
      let together = SpokenForm(run.map(\.text).joined(separator: " ")).words
      let apart = run.map { token in (words: SpokenForm(token.text).words, age: now - token.arrival) }
      let parts =
        apart.flatMap(\.words) == together ? apart : [(words: together, age: apart.map(\.age).min() ?? 0)]
      return parts.flatMap { part in
        part.words.map { Word(text: $0, confidence: run[0].confidence, age: part.age) }
      }
    }
  }
}

extension TranscriptToken {
  fileprivate var start: Double { time?.lowerBound ?? 0 }

  fileprivate func replaces(earlier other: TranscriptToken) -> Bool {
    guard let time, let otherTime = other.time else { return other.state == .partial }
    if other.state == .partial, time.overlap(with: otherTime) > 0 { return true }
    return state == .final && time.isMostlyShared(with: otherTime)
  }

  fileprivate func replaces(later other: TranscriptToken) -> Bool {
    guard let time, let otherTime = other.time else { return false }
    return state == .final && other.state == .partial && time.isMostlyShared(with: otherTime)
  }
}

extension ClosedRange<Double> {
  fileprivate func overlap(with other: Self) -> Double {
    Swift.min(upperBound, other.upperBound) - Swift.max(lowerBound, other.lowerBound)
  }

  fileprivate func isMostlyShared(with other: Self) -> Bool {
    let shorter = Swift.min(upperBound - lowerBound, other.upperBound - other.lowerBound)
    return self == other || overlap(with: other) > shorter / 2
  }
}

extension Array where Element == TranscriptToken {
  fileprivate func split(atChangesOf property: KeyPath<Element, Double>) -> [[Element]] {
    reduce(into: []) { runs, token in
      if let last = runs.last?.last, last[keyPath: property] == token[keyPath: property] {
        runs[runs.count - 1].append(token)
      } else {
        runs.append([token])
      }
    }
  }
}
