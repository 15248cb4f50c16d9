extension CommandDecoder {
  /// How wide the search is, and what it may ignore around a command.
  public struct Settings: Hashable, Sendable {
    /// How far below the best token, in nats, a token may fall; infinite for an exact search.
    public var beam: Float
    /// About how many arcs may hold a token at a time; the worst are dropped first.
    public var maximumActive: Int
    /// What may stand before and after a command; nil where every frame belongs to the command.
    public var filler: Filler?
    /// What it costs, in nats and at least 0, that another command begins where one ends; nil where there is one command
    /// only. With a cost, `CommandDecoder.commands(in:)` takes paths apart.
    public var repetition: Float?

    /// The default beam loses nothing against an infinite one on the speech-to-intent benchmark, clean or at 6 dB.
    ///
    /// - Precondition: `beam` and `maximumActive` are positive, `repetition` is not negative.
    public init(beam: Float = 32, maximumActive: Int = 4000, filler: Filler? = nil, repetition: Float? = nil) {
      precondition(beam > 0 && maximumActive > 0 && repetition ?? 0 >= 0)
      self.beam = beam
      self.maximumActive = maximumActive
      self.filler = filler
      self.repetition = repetition
    }
  }

  /// A free phone loop before and after a command, so that a cough or an "um" there does not destroy it.
  ///
  /// In every frame the loop takes whatever is most probable, for these penalties in nats, all at least 0. Frames in
  /// which the blank is most probable cost nothing, so silence is free.
  public struct Filler: Hashable, Sendable {
    /// The cost of using the loop at all, once at each end.
    public var entry: Float
    /// The cost of every phone that it takes in.
    public var perPhone: Float
    /// The cost of every frame in which a phone is the most probable column.
    public var perFrame: Float

    /// - Precondition: no penalty is negative.
    public init(entry: Float, perPhone: Float, perFrame: Float = 0) {
      precondition(entry >= 0 && perPhone >= 0 && perFrame >= 0)
      self.entry = entry
      self.perPhone = perPhone
      self.perFrame = perFrame
    }
  }
}
