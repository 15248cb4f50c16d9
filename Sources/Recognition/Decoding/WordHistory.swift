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
  private let firstLimit: Int

  /// An empty store, which needs no memory.
  ///
  /// - Parameter limit: the words after which it is time to collect.
  init(limit: Int = 4096) {
    self.limit = limit
    firstLimit = limit
  }

  /// True when it is time to collect.
  var isFull: Bool { words.count >= limit }
  /// The bytes that it has.
  var byteCount: Int {
    words.capacity * MemoryLayout<Word>.stride + places.capacity * MemoryLayout<Int32>.stride
  }

  /// Adds a word and returns its index.
  mutating func append(_ word: Word) -> Int32 {
    words.append(word)
    return Int32(words.count - 1)
  }

  /// Forgets everything, and gives its memory back.
  mutating func removeAll() { (words, places, limit) = ([], [], firstLimit) }

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
    if kept > limit / 2 { limit *= 2 }
  }

  /// Where `compact` has moved a marked word to; -1 for -1.
  func moved(_ index: Int32) -> Int32 { index < 0 ? -1 : places[Int(index)] }
}
