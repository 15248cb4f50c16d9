import Aligner
import Lexicon

/// Finds the most probable words for what the network heard in some frames: Viterbi token passing over CTC through trees of words,
/// with bigrams between them.
///
/// A token stands at a node of a tree with the word before (or at the root, behind that word). It has two scores, as in
/// `CommandDecoder`: `said` where the node's phone was the last frame's label, `quiet` where the blank was:
///
///     said'[n, w]  = max(said[n, w], leave[parent, w] + c (ahead[n] - ahead[parent])) + lp[t, phone(n)]
///     quiet'[n, w] = max(said[n, w], quiet[n, w]) + lp[t, blank]
///
/// `leave` is the better of a token's scores, or the quiet one where the same phone is said again. Where a word v is complete, its token
/// goes on at the root behind v, with c log P(v | w) in the place of the best that could have come (`ahead`: S. Ortmanns, H. Ney and
/// A. Eiden, Language-model look-ahead, ICSLP 1996). With an infinite beam and no limit, the result is exact.
struct WordSearch {
  /// What is looked for.
  struct Words {
    let bigrams: WordBigrams
    /// The words of all of them may follow one another; a word is a number of `bigrams`, or one beyond.
    let trees: [WordTree]
    /// The log-probability of a word that the bigrams do not have, in nats.
    let unusual: Float
  }

  /// How it is looked for.
  struct Settings {
    /// How much the words' probabilities count beside the sound's. Of 0.4 to 1.5, about 1 is best on read sentences of people
    /// with Mandarin as first language (speechocean762, dev), and 0.8 to 1 on those that the network learned from.
    var language: Float = 1
    /// How far below the best token, in nats, a token may fall; 18 finds nothing more there.
    var beam: Float = 12
    /// About how many tokens live on at a time.
    var maximumActive = 1500
  }

  /// A word that was found.
  struct Found: Hashable {
    var word: Int32
    /// Its frames, counted from the first one.
    var frames: Range<Int>
  }

  /// The most frames that are searched, 15 s.
  static let longest = 750

  /// The word before the current one, an index in `history` or -1, and the frame in which the current one began.
  private struct Past {
    var record: Int32 = -1
    var start: Int32 = 0
  }

  private struct Token {
    /// Below `roots` a root, by the phone that the last word ended with (0 for none yet); then the nodes of the trees.
    var node: Int32
    /// The last complete word, or -1.
    var word: Int32
    var said = -Float.infinity
    var quiet = -Float.infinity
    var saidPast = Past()
    var quietPast = Past()
  }

  private static let roots = Int32(PhonePosteriors.columns)
  /// The places of tokens by node and word; more tokens than half of it are never made in a frame.
  private static let tableSize = 1 << 15
  private static let bins = 64

  private let words: Words
  private let settings: Settings
  private var tokens: [Token] = []
  private var next: [Token] = []
  private var table = [Int32](repeating: -1, count: tableSize)
  /// Where the tokens of `next` stand in `table`.
  private var slots: [Int32] = []
  private var history = WordHistory(limit: 1 << 14)
  private var best = -Float.infinity
  private var threshold = -Float.infinity
  private var frame = 0
  private var counts = [Int](repeating: 0, count: bins)

  init(_ words: Words, _ settings: Settings = Settings()) {
    (self.words, self.settings) = (words, settings)
    tokens.reserveCapacity(Self.tableSize / 2)
    next.reserveCapacity(Self.tableSize / 2)
    slots.reserveCapacity(Self.tableSize / 2)
  }

  /// The most probable words; none where no words fit, or where there are more frames than `longest`.
  ///
  /// - Parameters:
  ///   - before: the word before them; nil where it is not known.
  ///   - after: the same after them.
  mutating func search(
    _ posteriors: PhonePosteriors, frames: Range<Int>, after before: Int32?, before after: Int32?
  ) -> [Found] {
    guard frames.count <= Self.longest else { return [] }
    begin(after: before)
    let values = posteriors.logProbabilities.span
    for frame in frames {
      push(values.extracting(frame * PhonePosteriors.columns..<(frame + 1) * PhonePosteriors.columns))
    }
    return found(before: after)
  }

  private mutating func begin(after word: Int32?) {
    tokens.removeAll(keepingCapacity: true)
    history.removeAll()
    (frame, threshold) = (0, -.infinity)
    tokens.append(Token(node: 0, word: word ?? -1, quiet: 0))
  }

  private mutating func push(_ values: Span<Float>) {
    let peak = CommandDecoder.Peak(of: values).logProbability
    if history.isFull { collectGarbage() }
    best = -.infinity
    // The best that falls quiet, or stays, is near the best of all: what comes first need not be kept in vain.
    for token in tokens { best = max(best, max(token.said, token.quiet) + values[0] - peak) }
    for index in tokens.indices where max(tokens[index].said, tokens[index].quiet) > threshold {
      move(tokens[index], values, peak)
    }
    frame += 1
    for index in 0..<next.count { complete(next[index]) }
    for slot in slots { table[Int(slot)] = -1 }
    slots.removeAll(keepingCapacity: true)
    swap(&tokens, &next)
    next.removeAll(keepingCapacity: true)
    threshold = max(best - settings.beam, crowdThreshold())
  }

  /// One frame of a token: it stays, falls quiet or goes on to the next phone.
  private mutating func move(_ token: Token, _ values: Span<Float>, _ peak: Float) {
    let isQuiet = token.quiet >= token.said
    let (score, past) = isQuiet ? (token.quiet, token.quietPast) : (token.said, token.saidPast)
    offer(token.node, token.word, quiet: score + values[0] - peak, past)
    guard token.node >= Self.roots else {
      for tree in words.trees.indices { enter(tree, 0, from: token, token.node, score, past, values, peak) }
      return
    }
    let (tree, node) = place(token.node)
    let column = Int32(words.trees[tree].columns[node])
    offer(token.node, token.word, said: token.said + values[Int(column)] - peak, token.saidPast)
    enter(tree, node, from: token, column, score, past, values, peak)
  }

  /// Goes on to the children of a node.
  private mutating func enter(
    _ tree: Int, _ node: Int, from token: Token, _ last: Int32, _ score: Float, _ past: Past, _ values: Span<Float>,
    _ peak: Float
  ) {
    let (offset, ahead) = (firstNode(of: tree), words.trees[tree].ahead[node])
    for child in words.trees[tree].children(of: node) {
      let column = Int32(words.trees[tree].columns[child])
      let isRepeated = column == last
      let gain = settings.language * (words.trees[tree].ahead[child] - ahead) + values[Int(column)] - peak
      let said = (isRepeated ? token.quiet : score) + gain
      guard said > best - settings.beam else { continue }
      var past = isRepeated ? token.quietPast : past
      if node == 0 { past.start = Int32(frame) }
      offer(offset + Int32(child), token.word, said: said, past)
    }
  }

  /// Where words are complete, goes on at the root.
  private mutating func complete(_ token: Token) {
    guard token.node >= Self.roots, token.said > best - settings.beam else { return }
    let (tree, node) = place(token.node)
    for index in words.trees[tree].ends(at: node) {
      let end = words.trees[tree].ends[index]
      let probability = logProbability(of: end.word, after: token.word) + end.weight
      let score =
        token.said + settings.language * (probability - words.trees[tree].ahead[node])
      guard score > best - settings.beam, let place = slot(Int32(words.trees[tree].columns[node]), end.word),
        score > next[place].said
      else { continue }
      let record = history.append(
        WordHistory.Word(
          output: end.word, start: token.saidPast.start, end: Int32(frame), phones: 0, score: score,
          previous: token.saidPast.record))
      (next[place].said, next[place].saidPast) = (score, Past(record: record, start: Int32(frame)))
      best = max(best, score)
    }
  }

  private func logProbability(of word: Int32, after previous: Int32) -> Float {
    let usual = words.bigrams.count
    guard Int(word) < usual else {
      return words.unusual + (previous >= 0 && previous < usual ? words.bigrams.backOff(of: Int(previous)) : 0)
    }
    guard previous >= 0, Int(previous) < usual else { return words.bigrams.logProbability(of: Int(word)) }
    return words.bigrams.logProbability(of: Int(word), after: Int(previous))
  }

  private mutating func offer(_ node: Int32, _ word: Int32, said score: Float, _ past: Past) {
    guard score > best - settings.beam, let place = slot(node, word), score > next[place].said else { return }
    (next[place].said, next[place].saidPast) = (score, past)
    best = max(best, score)
  }

  private mutating func offer(_ node: Int32, _ word: Int32, quiet score: Float, _ past: Past) {
    guard score > best - settings.beam, let place = slot(node, word), score > next[place].quiet else { return }
    (next[place].quiet, next[place].quietPast) = (score, past)
    best = max(best, score)
  }

  /// The place in `next` of a node behind a word; nil where there are too many.
  private mutating func slot(_ node: Int32, _ word: Int32) -> Int? {
    let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: word))
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 49)
    while table[slot] >= 0 {
      let place = Int(table[slot])
      if next[place].node == node, next[place].word == word { return place }
      slot = (slot + 1) & (Self.tableSize - 1)
    }
    guard next.count < Self.tableSize / 2 else { return nil }
    table[slot] = Int32(next.count)
    slots.append(Int32(slot))
    next.append(Token(node: node, word: word))
    return next.count - 1
  }

  /// A tree, and a node of it.
  private func place(_ node: Int32) -> (tree: Int, node: Int) {
    var place = Int(node - Self.roots)
    for tree in words.trees.indices {
      if place < words.trees[tree].count { return (tree, place) }
      place -= words.trees[tree].count
    }
    preconditionFailure("a node of no tree")
  }

  private func firstNode(of tree: Int) -> Int32 {
    words.trees[..<tree].reduce(Self.roots) { $0 + Int32($1.count) }
  }

  /// The score that about `maximumActive` tokens are better than, or -infinity where there are no more than that.
  private mutating func crowdThreshold() -> Float {
    guard tokens.count > settings.maximumActive else { return -.infinity }
    let width = min(settings.beam, 64) / Float(Self.bins)
    for bin in counts.indices { counts[bin] = 0 }
    for token in tokens {
      counts[min(Self.bins - 1, Int((best - max(token.said, token.quiet)) / width))] += 1
    }
    var count = 0
    for bin in counts.indices {
      count += counts[bin]
      if count > settings.maximumActive { return best - Float(max(bin, 1)) * width }
    }
    return -.infinity
  }

  /// Drops the words that no token remembers.
  private mutating func collectGarbage() {
    history.unmarkAll()
    for token in tokens {
      history.mark(token.saidPast.record)
      history.mark(token.quietPast.record)
    }
    history.compact()
    for index in tokens.indices {
      tokens[index].saidPast.record = history.moved(tokens[index].saidPast.record)
      tokens[index].quietPast.record = history.moved(tokens[index].quietPast.record)
    }
  }

  /// The words of the best token whose last word is complete; none where it is better that nothing was said.
  private func found(before after: Int32?) -> [Found] {
    var winner = (score: -Float.infinity, record: Int32(-1))
    for token in tokens where token.node < Self.roots {
      let isQuiet = token.quiet >= token.said
      let record = (isQuiet ? token.quietPast : token.saidPast).record
      let next = after.map { logProbability(of: $0, after: token.word) } ?? 0
      let score = max(token.quiet, token.said) + settings.language * next
      if score > winner.score { winner = (score, record) }
    }
    var (found, record): ([Found], Int32) = ([], winner.record)
    while record >= 0 {
      let word = history.words[Int(record)]
      found.append(Found(word: word.output, frames: Int(word.start)..<Int(word.end)))
      record = word.previous
    }
    return found.reversed()
  }
}
