/// Every way to say a word, and where the knowledge comes from.
public struct WordPronunciations: Hashable, Sendable {
  /// Where pronunciations come from.
  public enum Source: Hashable, Sendable {
    /// The user's own `pronunciations:`.
    case given
    /// The CMU dictionary, directly or through the word's parts.
    case dictionary
    /// The names of the word's letters.
    case spelled
    /// Letter-to-sound rules, for the word or a part of it.
    case guessed
  }

  /// One way to say the word.
  public struct Variant: Hashable, Sendable {
    /// The phones.
    public let pronunciation: Pronunciation
    /// A log-probability, at most 0: the cost of a form that is heard less often than the full one.
    public let weight: Float
  }

  /// Where `variants` come from; for a word made of parts, the least certain of theirs.
  public let source: Source
  /// At least one; no pronunciation occurs twice.
  public let variants: [Variant]

  init(source: Source, variants: [Variant]) {
    var best: [Pronunciation: Float] = [:]
    for variant in variants {
      best[variant.pronunciation] = max(variant.weight, best[variant.pronunciation] ?? -.infinity)
    }
    var seen: Set<Pronunciation> = []
    self.source = source
    self.variants = variants.compactMap { variant in
      guard seen.insert(variant.pronunciation).inserted, let weight = best[variant.pronunciation] else { return nil }
      return Variant(pronunciation: variant.pronunciation, weight: weight)
    }
  }

  init(_ source: Source, _ pronunciations: [Pronunciation]) {
    self.init(source: source, variants: pronunciations.map { Variant(pronunciation: $0, weight: 0) })
  }

  /// The ways to say this word and then the other as one: every pair, up to a bound that only freak words reach.
  func followed(by other: WordPronunciations) -> WordPronunciations {
    let pairs = variants.prefix(Self.mostVariants).flatMap { first in
      other.variants.prefix(Self.mostVariants).map { second in
        Variant(
          pronunciation: first.pronunciation.followed(by: second.pronunciation), weight: first.weight + second.weight)
      }
    }
    return WordPronunciations(source: max(source, other.source), variants: Array(pairs.prefix(Self.mostVariants)))
  }

  private static let mostVariants = 16
}

extension WordPronunciations.Source: Comparable {
  /// More certain knowledge sorts first.
  public static func < (a: Self, b: Self) -> Bool { a.uncertainty < b.uncertainty }

  private var uncertainty: Int {
    switch self {
    case .given: 0
    case .dictionary: 1
    case .spelled: 2
    case .guessed: 3
    }
  }
}
