import Commands
import Lexicon

/// How several people, or one of them several times, said the words of a name: what at least two recordings share is a way to
/// say a word.
struct PronunciationVotes {
  /// A way to say a word, which is not known of it yet.
  struct Candidate: Hashable {
    /// The word, by its place in the name.
    let word: Int
    let pronunciation: Pronunciation
  }

  /// What differs by more than this from every known way, by the phones of that way, is another word.
  private static let farthest = 0.5
  /// The recordings that have to agree.
  static let quorum = 2

  /// What the words of the name were heard as, by what they should be.
  private struct Place: Hashable {
    let word: Int
    let base: Pronunciation
    let phone: Int
    let heard: [Phone]
  }

  private let known: [[Pronunciation]]
  private var places: [Place: Set<Int>] = [:]
  private var words: [Candidate: Set<Int>] = [:]

  /// - Parameter known: the ways to say each word; no list is empty.
  init(_ known: [[Pronunciation]]) { self.known = known }

  /// Counts what was heard in a recording.
  ///
  /// - Parameter example: the recording; it votes once, however often it is counted.
  mutating func add(_ heard: [Phone], of example: Int) {
    guard !heard.isEmpty else { return }
    let bases = nearest(to: heard)
    let alignment = PhoneAlignment(of: heard, with: bases.flatMap(\.phones))
    var start = 0
    for (word, base) in bases.enumerated() {
      let parts = Array(alignment.heard[start..<start + base.phones.count])
      start += base.phones.count
      for (phone, part) in parts.enumerated() where part != [base.phones[phone]] {
        places[Place(word: word, base: base, phone: phone, heard: part), default: []].insert(example)
      }
      let whole = parts.flatMap(\.self)
      if !whole.isEmpty {
        words[Candidate(word: word, pronunciation: Pronunciation(whole)), default: []].insert(example)
      }
    }
  }

  /// The known ways to say the words that are nearest together, found word by word.
  private func nearest(to heard: [Phone]) -> [Pronunciation] {
    var bases = known.map { $0[0] }
    for word in known.indices where known[word].count > 1 {
      let costs = known[word].map { base -> Double in
        var changed = bases
        changed[word] = base
        return PhoneAlignment(of: heard, with: changed.flatMap(\.phones)).cost
      }
      if let best = costs.indices.min(by: { costs[$0] < costs[$1] }) { bases[word] = known[word][best] }
    }
    return bases
  }

  /// What at least two recordings share: words that were heard alike; single differences from a known way; and all of these
  /// together. In an order that depends on the recordings alone.
  var candidates: [Candidate] {
    var found = Set(words.filter { $0.value.count >= Self.quorum }.map(\.key))
    let shared = places.filter { $0.value.count >= Self.quorum }
    for (word, bases) in known.enumerated() {
      for base in bases {
        var all = base.phones.map { [$0] }
        for phone in base.phones.indices {
          let here = shared.filter { $0.key.word == word && $0.key.base == base && $0.key.phone == phone }
          for place in here.keys {
            var one = base.phones.map { [$0] }
            one[phone] = place.heard
            insert(one, of: word, to: &found)
          }
          let most = here.max { ($0.value.count, Self.key($0.key)) < ($1.value.count, Self.key($1.key)) }
          if let most { all[phone] = most.key.heard }
        }
        insert(all, of: word, to: &found)
      }
    }
    return found.filter { isNew($0.pronunciation, of: $0.word) }
      .sorted { ($0.word, "\($0.pronunciation)") < ($1.word, "\($1.pronunciation)") }
  }

  private func isNew(_ pronunciation: Pronunciation, of word: Int) -> Bool {
    let distances = known[word].map { base in
      PhoneSimilarity.distance(base.phones, pronunciation.phones) / Double(base.phones.count)
    }
    return distances.allSatisfy { $0 > 0 } && distances.contains { $0 <= Self.farthest }
  }

  private static func key(_ place: Place) -> String { place.heard.map(\.description).joined(separator: " ") }

  private func insert(_ parts: [[Phone]], of word: Int, to found: inout Set<Candidate>) {
    let phones = parts.flatMap(\.self)
    if !phones.isEmpty { found.insert(Candidate(word: word, pronunciation: Pronunciation(phones))) }
  }
}
