import Commands

/// What keeps the search small: a cap on tokens, and a history without dead ends.
extension CommandDecoder {
  static let histogramBins = 256
  private static let binWidth: Float = 0.25

  /// The score that about `maximumActive` arcs are better than, or -infinity where there are no more than that.
  ///
  /// Scores are counted in bins of a quarter of a nat below the best one; what lies below the last bin goes into it.
  mutating func crowdThreshold() -> Float {
    guard activeArcs.count > settings.maximumActive else { return -.infinity }
    for bin in histogram.indices { histogram[bin] = 0 }
    for arc in activeArcs { histogram[bin(of: arcScore[Int(arc)])] += 1 }
    var count = 0
    for (bin, size) in histogram.enumerated() {
      count += size
      if count > settings.maximumActive { return best - Float(max(bin, 1)) * Self.binWidth }
    }
    return -.infinity
  }

  private func bin(of score: Float) -> Int {
    let distance = (best - score) / Self.binWidth
    return distance < Float(Self.histogramBins - 1) ? Int(distance) : Self.histogramBins - 1
  }

  /// Drops the words that no token remembers.
  mutating func collectGarbage() {
    history.unmarkAll()
    history.mark(leadOut.trace.record)
    for state in activeStates { history.mark(blankTrace[Int(state)].record) }
    for arc in activeArcs { history.mark(arcTrace[Int(arc)].record) }
    history.compact()
    leadOut.trace.record = history.moved(leadOut.trace.record)
    for state in activeStates {
      blankTrace[Int(state)].record = history.moved(blankTrace[Int(state)].record)
    }
    for arc in activeArcs { arcTrace[Int(arc)].record = history.moved(arcTrace[Int(arc)].record) }
  }
}
