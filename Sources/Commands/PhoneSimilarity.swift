public import Lexicon

/// How unlike two phones are, from their articulation: 0 for the same, about 0.3 for neighbours that are often confused,
/// 1 for phones with nothing in common.
public enum PhoneSimilarity {
  /// The cost of a phone that only one of two words has.
  public static let gap = 0.6

  /// The difference between two phones, 0...1.
  public static func cost(_ a: Phone, _ b: Phone) -> Double {
    costs[Int(a.rawValue - 1) * Phone.count + Int(b.rawValue - 1)]
  }

  /// The difference between two sequences of phones: the costs along their cheapest alignment, 0.6 for each phone that
  /// only one of them has.
  public static func distance(_ a: [Phone], _ b: [Phone]) -> Double {
    EditDistance.cost(from: a, to: b, gap: gap, replace: cost)
  }

  private static let costs: [Double] = Phone.all.flatMap { a in Phone.all.map { difference(a, $0) } }

  private static func difference(_ a: Phone, _ b: Phone) -> Double {
    if a == b { return 0 }
    switch (features[a], features[b]) {
    case (.vowel(let height, let depth, let glide)?, .vowel(let otherHeight, let otherDepth, let otherGlide)?):
      let distance = abs(height - otherHeight) + abs(depth - otherDepth)
      return min(1, 0.15 + 0.35 * distance + (glide == otherGlide ? 0 : 0.25))
    case (
      .consonant(let manner, let place, let isVoiced)?, .consonant(let otherManner, let otherPlace, let isOtherVoiced)?
    ):
      let mannerCost = manner == otherManner ? 0 : 0.4
      return min(1, mannerCost + (isVoiced == isOtherVoiced ? 0 : 0.25) + min(0.5, 0.25 * abs(place - otherPlace)))
    default: return 1
    }
  }

  private enum Manner { case stop, affricate, fricative, nasal, approximant }

  private enum Features {
    /// Height 0 (open) ... 2 (close), depth 0 (front) ... 2 (back), and where a diphthong glides to.
    case vowel(height: Double, depth: Double, glide: Character)
    /// Place 0 (lips) ... 4 (throat).
    case consonant(Manner, place: Double, isVoiced: Bool)
  }

  private static let features: [Phone: Features] = Dictionary(
    uniqueKeysWithValues: table.compactMap { name, features in Phone(arpabet: name).map { ($0, features) } })

  private static let table: [(String, Features)] = [
    ("AA", .vowel(height: 0, depth: 2, glide: "-")), ("AE", .vowel(height: 0.2, depth: 0, glide: "-")),
    ("AH", .vowel(height: 0.8, depth: 1, glide: "-")), ("AO", .vowel(height: 0.4, depth: 2, glide: "-")),
    ("AW", .vowel(height: 0, depth: 1.2, glide: "w")), ("AY", .vowel(height: 0, depth: 1, glide: "y")),
    ("EH", .vowel(height: 0.8, depth: 0.2, glide: "-")), ("ER", .vowel(height: 1, depth: 1, glide: "r")),
    ("EY", .vowel(height: 1.2, depth: 0, glide: "y")), ("IH", .vowel(height: 1.6, depth: 0.4, glide: "-")),
    ("IY", .vowel(height: 2, depth: 0, glide: "-")), ("OW", .vowel(height: 1, depth: 2, glide: "w")),
    ("OY", .vowel(height: 0.6, depth: 2, glide: "y")), ("UH", .vowel(height: 1.6, depth: 1.6, glide: "-")),
    ("UW", .vowel(height: 2, depth: 2, glide: "-")),
    ("P", .consonant(.stop, place: 0, isVoiced: false)), ("B", .consonant(.stop, place: 0, isVoiced: true)),
    ("T", .consonant(.stop, place: 2, isVoiced: false)), ("D", .consonant(.stop, place: 2, isVoiced: true)),
    ("K", .consonant(.stop, place: 3.5, isVoiced: false)), ("G", .consonant(.stop, place: 3.5, isVoiced: true)),
    ("CH", .consonant(.affricate, place: 2.5, isVoiced: false)),
    ("JH", .consonant(.affricate, place: 2.5, isVoiced: true)),
    ("F", .consonant(.fricative, place: 0.5, isVoiced: false)),
    ("V", .consonant(.fricative, place: 0.5, isVoiced: true)),
    ("TH", .consonant(.fricative, place: 1.3, isVoiced: false)),
    ("DH", .consonant(.fricative, place: 1.3, isVoiced: true)),
    ("S", .consonant(.fricative, place: 2, isVoiced: false)), ("Z", .consonant(.fricative, place: 2, isVoiced: true)),
    ("SH", .consonant(.fricative, place: 2.6, isVoiced: false)),
    ("ZH", .consonant(.fricative, place: 2.6, isVoiced: true)),
    ("HH", .consonant(.fricative, place: 4, isVoiced: false)),
    ("M", .consonant(.nasal, place: 0, isVoiced: true)), ("N", .consonant(.nasal, place: 1.2, isVoiced: true)),
    ("NG", .consonant(.nasal, place: 2.4, isVoiced: true)),
    ("L", .consonant(.approximant, place: 2, isVoiced: true)),
    ("R", .consonant(.approximant, place: 3, isVoiced: true)),
    ("W", .consonant(.approximant, place: 0, isVoiced: true)),
    ("Y", .consonant(.approximant, place: 3.2, isVoiced: true)),
  ]
}
