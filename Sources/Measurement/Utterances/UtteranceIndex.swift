/// Utterances by their vectors, to be found by another one's.
public struct UtteranceIndex: Sendable {
  /// Something that was found.
  public struct Match: Hashable, Sendable {
    /// Where it was added, from 0 on.
    public var index: Int
    /// The cosine of the angle between both, -1...1.
    public var similarity: Float
  }

  private var vectors: [[Float]] = []

  /// An empty index.
  public init() {}

  /// Adds an utterance.
  ///
  /// - Parameter vector: of length 1, as `UtteranceEmbedder` makes it; all have the same number of values.
  public mutating func append(_ vector: [Float]) {
    precondition(vectors.first.map { $0.count == vector.count } ?? true)
    vectors.append(vector)
  }

  /// The vector that was added in this place.
  public subscript(index: Int) -> [Float] { vectors[index] }

  /// The nearest utterances, the nearest first; between equals the first one that was added.
  public func nearest(to vector: [Float], count: Int) -> [Match] {
    let matches = vectors.enumerated().map { index, other in
      Match(index: index, similarity: zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 })
    }
    return Array(matches.sorted { ($1.similarity, $0.index) < ($0.similarity, $1.index) }.prefix(count))
  }

  /// How often what is asked for is among the nearest ones.
  ///
  /// - Parameters:
  ///   - queries: vectors, each with whether an index is what it asks for.
  ///   - ranks: how many of the nearest count: 1 for recall@1.
  public func recall(
    of queries: [(vector: [Float], isWanted: (Int) -> Bool)], at ranks: [Int]
  ) -> [Proportion] {
    let found = queries.map { query in
      nearest(to: query.vector, count: ranks.max() ?? 0).firstIndex { query.isWanted($0.index) }
    }
    return ranks.map { rank in
      Proportion(count: found.count { $0.map { $0 < rank } ?? false }, total: queries.count)
    }
  }
}
