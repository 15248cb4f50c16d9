extension SpokenText {
  /// Where its words were heard, by sound alone.
  ///
  /// - Returns: nil where it cannot be aligned: it is empty, or so much longer than the sound that no way through both has a
  ///   probability above 1e-300.
  public func alignment(with posteriors: PhonePosteriors) -> [TokenAlignment]? {
    var search = ForwardBackward()
    return search.align(self, with: posteriors)?.words(of: self, in: posteriors)
  }
}
