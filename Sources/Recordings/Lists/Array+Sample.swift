extension Array {
  /// Some of the elements by chance, in their order. A larger sample has all elements of a smaller one with the same seed.
  ///
  /// - Parameter count: at least 0; all elements where there are not so many.
  public func sample(_ count: Int, seed: UInt64) -> [Element] {
    var generator = SplitMix64(seed: seed)
    return indices.shuffled(using: &generator).prefix(count).sorted().map { self[$0] }
  }
}
