import Aligner
import Commands
import TestSupport
import Testing

@testable import Lexicon
@testable import Recognition

@Suite struct WordSearchTests {
  /// Words of two phones and the blank, with homophones, repeated phones and words that begin others.
  struct Tiny {
    static let said: [(word: Int, phones: [UInt8], weight: Float)] = [
      (0, [1], 0), (1, [1, 2], 0), (2, [2, 2], 0), (3, [2], -0.5), (4, [1, 2], 0), (3, [1, 1], 0),
    ]
    let bigrams: WordBigrams
    let tree: WordTree
    let posteriors: PhonePosteriors

    init(seed: UInt64) throws {
      var random = SplitMix64(seed: seed)
      let pairs = (0..<5).flatMap { first in (0..<5).map { (first, $0) } }
        .filter { _ in Bool.random(using: &random) }
        .map { (first: $0.0, second: $0.1, probability: UInt8.random(in: 0...80, using: &random)) }
      let file = BigramsFile(
        words: ["a", "b", "c", "d", "e"], unigrams: (0..<5).map { _ in UInt8.random(in: 0...80, using: &random) },
        backOffs: (0..<5).map { _ in UInt8.random(in: 112...160, using: &random) }, pairs: pairs)
      let bigrams = try WordBigrams(file.bytes, path: "tiny")
      var words = SpokenWords()
      for form in Self.said { words.append(form.word, form.phones, weight: form.weight) }
      tree = WordTree(words) { bigrams.logProbability(of: Int($0)) }
      self.bigrams = bigrams
      posteriors = RandomCase.posteriors(frames: 6, columns: [0, 1, 2], using: &random)
    }

    var words: WordSearch.Words { .init(bigrams: bigrams, trees: [tree], unusual: -9) }

    /// The best words by trying all of them.
    func best(_ settings: WordSearch.Settings, after before: Int, before after: Int) -> [Int32] {
      var best: (words: [Int32], score: Float) = ([], -.infinity)
      func grow(_ words: [Int32], _ phones: [UInt8], _ text: Float, _ last: Int) {
        let end = settings.language * bigrams.logProbability(of: after, after: last)
        let score = sound(phones) + text + end
        if score > best.score { best = (words, score) }
        for form in Self.said where phones.count + form.phones.count <= posteriors.frameCount {
          let probability = bigrams.logProbability(of: form.word, after: last) + form.weight
          grow(
            words + [Int32(form.word)], phones + form.phones,
            text + settings.language * probability, form.word)
        }
      }
      grow([], [], 0, before)
      return best.words
    }

    /// The log-probability of the best alignment of phones with all frames.
    private func sound(_ phones: [UInt8]) -> Float {
      let labels = [0] + phones.flatMap { [Int($0), 0] }
      var scores = [Float](repeating: -.infinity, count: labels.count)
      for frame in 0..<posteriors.frameCount {
        scores = labels.indices.map { place in
          let isNew = place > 1 && labels[place] != 0 && labels[place] != labels[place - 2]
          var before = frame == 0 ? (place < 2 ? 0 : -Float.infinity) : scores[place]
          if frame > 0, place > 0 { before = max(before, scores[place - 1]) }
          if frame > 0, isNew { before = max(before, scores[place - 2]) }
          return before + posteriors.logProbabilities[frame * PhonePosteriors.columns + labels[place]]
        }
      }
      return max(scores[labels.count - 1], scores[max(0, labels.count - 2)])
    }
  }

  @Test(arguments: 0..<60) func infiniteBeamEqualsExhaustiveSearch(seed: UInt64) throws {
    let tiny = try Tiny(seed: seed)
    let settings = WordSearch.Settings(
      language: [0.3, 1][Int(seed % 2)], beam: .infinity, maximumActive: .max)
    var search = WordSearch(tiny.words, settings)
    let (before, after) = (Int(seed % 5), Int(seed / 5 % 5))
    // A search may be used again.
    for _ in 0..<2 {
      let found = search.search(tiny.posteriors, frames: 0..<6, after: Int32(before), before: Int32(after))
      #expect(found.map(\.word) == tiny.best(settings, after: before, before: after))
    }
  }

  @Test(arguments: 0..<20) func wordsLieInTheirFramesInOrder(seed: UInt64) throws {
    let tiny = try Tiny(seed: seed)
    var search = WordSearch(tiny.words)
    let found = search.search(tiny.posteriors, frames: 1..<6, after: nil, before: nil)
    var last = 0
    for word in found {
      #expect(word.frames.lowerBound >= last && !word.frames.isEmpty && word.frames.upperBound <= 5)
      last = word.frames.upperBound
    }
  }

  static let vocabulary = Result {
    let grammar = try Grammar(
      yaml: """
        intents: {play: {data: [{sentences: ["play {query} [by {artist}]"]}]}}
        lists: {query: {wildcard: true}, artist: {values: [Qwomble]}}
        pronunciations: {qwomble: K W AA M B AH L}
        """)
    let commands = try CommandSet(grammar, lexicon: GivenSound.lexicon.get())
    return try #require(commands.settings.vocabulary)
  }

  /// What is found in the sound that a sentence's own phones make.
  static func found(_ sentence: String, seed: UInt64 = 0, _ settings: WordSearch.Settings = .init()) throws -> String {
    var lexicon = try GivenSound.lexicon.get()
    lexicon = lexicon.adding(["qwomble": [try Pronunciation(arpabet: "K W AA M B AH L")]])
    let phones = try sentence.split(separator: " ").flatMap {
      try lexicon.pronunciations(of: String($0)).variants[0].pronunciation.phones
    }
    let posteriors = SyntheticSpeech(phones: phones, seed: seed).posteriors
    let vocabulary = try vocabulary.get()
    var search = WordSearch(vocabulary.words, settings)
    let found = search.search(posteriors, frames: 0..<posteriors.frameCount, after: nil, before: nil)
    return found.map { vocabulary.text(of: $0.word) }.joined(separator: " ")
  }

  @Test(
    arguments: [
      "peanut butter", "a dozen eggs", "ice cream", "the weather in boston", "washing powder",
      "buy tickets for the theater",
      "chocolate", "somewhere over the rainbow",
    ], [1, 2])
  func aSentenceIsFoundInItsOwnPhones(sentence: String, seed: UInt64) throws {
    let found = try Self.found(sentence, seed: seed)
    #expect(found == sentence)
  }

  @Test func theCommandsOwnWordsAreFound() throws {
    let name = try Self.found("a song of qwomble")
    #expect(name == "a song of qwomble")
  }

  @Test func whatIsTooLongIsNotSearched() throws {
    let tiny = try Tiny(seed: 0)
    var search = WordSearch(tiny.words)
    var posteriors = PhonePosteriors()
    while posteriors.frameCount <= WordSearch.longest { posteriors.append(tiny.posteriors) }
    #expect(!search.search(posteriors, frames: 0..<WordSearch.longest, after: nil, before: nil).isEmpty)
    #expect(search.search(posteriors, frames: 0..<WordSearch.longest + 1, after: nil, before: nil).isEmpty)
  }

  @Test func silenceHasNoWords() throws {
    let vocabulary = try Self.vocabulary.get()
    var search = WordSearch(vocabulary.words)
    let silence = SyntheticSpeech(phones: []).posteriors
    #expect(search.search(silence, frames: 0..<silence.frameCount, after: nil, before: nil).isEmpty)
    #expect(search.search(silence, frames: 0..<0, after: nil, before: nil).isEmpty)
  }
}
