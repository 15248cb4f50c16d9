import Kernels

extension SpokenText {
  /// Where its phones were heard, by sound alone.
  ///
  /// - Returns: nil where it cannot be aligned: it is empty, or so much longer than the sound that no way through both has a
  ///   probability above 1e-300.
  public func alignment(with posteriors: PhonePosteriors) -> Alignment? {
    var search = ForwardBackward()
    return search.align(self, with: posteriors)
  }
}

extension Alignment {
  /// How many of the phones were heard, 0...1: a mean of probabilities.
  public var heard: Float { heard(0..<entered.count) }

  /// How many of some phones were heard, 0...1: a mean of probabilities.
  public func heard(_ phones: Range<Int>) -> Float {
    entered[phones].reduce(0, +) / Float(max(1, phones.count))
  }

  /// From the first frame that is more probably one of these phones than anything else, to the last; nil where there is none.
  public func frames(of phones: Range<Int>) -> Range<Int>? {
    let own = (0..<self.phones.rows).filter { frame in phones.reduce(0) { $0 + self.phones[frame, $1] } > 0.5 }
    return own.first.flatMap { first in own.last.map { first..<$0 + 1 } }
  }
}
