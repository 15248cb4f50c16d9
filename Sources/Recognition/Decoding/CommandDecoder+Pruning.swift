import Commands

/// What keeps the search small: a cap on tokens, and a history without dead ends.
extension CommandDecoder {
  static let histogramBins = 256
  private static let binWidth: Float = 0.25

  /// The score that about `maximumActive` arcs are better than, or -infinity where there are no more than that.
  ///
  /// Scores are counted in bins of a quarter of a nat below the best one; what lies below the last bin goes into it.
  func crowdThreshold(_ scratch: inout DecoderScratch) -> Float {
    guard activeArcs.count > settings.maximumActive else { return -.infinity }
    for bin in scratch.histogram.indices { scratch.histogram[bin] = 0 }
    for token in activeArcs { scratch.histogram[bin(of: token.score)] += 1 }
    var count = 0
    for bin in scratch.histogram.indices {
      count += scratch.histogram[bin]
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
    for token in activeStates { history.mark(token.trace.record) }
    for token in activeArcs { history.mark(token.trace.record) }
    history.compact()
    leadOut.trace.record = history.moved(leadOut.trace.record)
    for place in activeStates.indices {
      activeStates[place].trace.record = history.moved(activeStates[place].trace.record)
    }
    for place in activeArcs.indices {
      activeArcs[place].trace.record = history.moved(activeArcs[place].trace.record)
    }
  }
}
