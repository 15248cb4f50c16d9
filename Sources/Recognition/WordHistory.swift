/// The words that tokens have passed, as a forest that grows towards the past.
///
/// Words refer to earlier words by index. When the store is full, the words that no token can reach are dropped and the
/// others move up, keeping their order.
struct WordHistory: Sendable {
  /// A finished word, or an output without one.
  struct Word: Sendable {
    /// The index in the graph's `outputs`.
    var output: Int32
    /// The frames of its phones: the first, and the one after the last.
    var start: Int32
    var end: Int32
    var phones: Int32
    /// The sum of its frames' log-probabilities relative to the free phone loop, and of its arcs' weights.
    var score: Float
    /// The word before, an index, or -1.
    var previous: Int32
  }

  private(set) var words: [Word] = []
  /// For `compact`: 0 for a word that is not reachable, then where the word has gone.
  private var places: [Int32] = []
  /// The words after which it is time to collect.
  private var limit: Int
  private let perFrame: Int

  /// A store that does not allocate while collections are made in time.
  ///
  /// - Parameter perFrame: the most words that are added between two looks at `isFull`.
  init(perFrame: Int, limit: Int = 4096) {
    self.perFrame = perFrame
    self.limit = limit
    reserve()
  }

  /// True when the next frame might need more room than there is.
  var isFull: Bool { words.count >= limit }

  /// Adds a word and returns its index.
  mutating func append(_ word: Word) -> Int32 {
    words.append(word)
    return Int32(words.count - 1)
  }

  mutating func removeAll() {
    words.removeAll(keepingCapacity: true)
  }

  /// Begins a collection: nothing is reachable yet.
  mutating func unmarkAll() {
    places.removeAll(keepingCapacity: true)
    for _ in words.indices { places.append(0) }
  }

  /// Marks a word and all before it as reachable.
  mutating func mark(_ index: Int32) {
    var index = Int(index)
    while index >= 0, places[index] == 0 {
      places[index] = 1
      index = Int(words[index].previous)
    }
  }

  /// Drops what is not marked. Doubles the room where more than half of it is in use.
  ///
  /// - Precondition: `unmarkAll` and `mark` have been called since the last word was added.
  mutating func compact() {
    precondition(places.count == words.count)
    var kept = 0
    for index in words.indices where places[index] != 0 {
      var word = words[index]
      word.previous = moved(word.previous)
      words[kept] = word
      places[index] = Int32(kept)
      kept += 1
    }
    words.removeLast(words.count - kept)
    if kept > limit / 2 {
      limit *= 2
      reserve()
    }
  }

  /// Where `compact` has moved a marked word to; -1 for -1.
  func moved(_ index: Int32) -> Int32 { index < 0 ? -1 : places[Int(index)] }

  private mutating func reserve() {
    words.reserveCapacity(limit + perFrame)
    places.reserveCapacity(limit + perFrame)
  }
}
