import Wire

/// A client's sound, from what is asked of it to the answer to its end.
enum SessionSound: Hashable {
  /// There is none.
  case none
  /// Something is asked of sound that is to follow, or it was announced: `audio-start` has not come.
  case announced
  /// It comes.
  case coming(Progress)
  /// `audio-stop` has come; whether everything up to there has been heard.
  case ended(Progress, isHeard: Bool)
  /// What was asked for is answered, or refused: what still comes does not count. Whether `audio-stop` has come, and whether
  /// the recogniser is done with it.
  case answered(hasEnded: Bool, isHeard: Bool)

  /// What has happened to sound that is not answered.
  struct Progress: Hashable {
    /// Utterances that have ended, and those that were answered.
    var (ended, answered) = (0, 0)
    /// The sound that was dropped and not yet told, and all that was dropped, in seconds.
    var (untold, dropped) = (0.0, 0.0)
    /// The format that cannot be heard, which the client has been told.
    var problem: AudioFormat?
  }

  /// Whether `audio-start` has come.
  var hasBegun: Bool {
    switch self {
    case .none, .announced: false
    case .coming, .ended, .answered: true
    }
  }

  /// Whether what comes of it is handed on.
  var isHeard: Bool { if case .coming(let progress) = self { progress.problem == nil } else { false } }

  /// Whether what was asked for is answered, though not everything is over.
  var isAnswered: Bool { if case .answered = self { true } else { false } }

  /// Whether the recogniser has yet to come to its end: what belongs to other sound has to wait.
  var isEnding: Bool {
    switch self {
    case .none, .announced, .coming: false
    case .ended: true
    case .answered(let hasEnded, let isHeard): hasEnded || !isHeard
    }
  }

  /// What has happened to it, where it has begun and is not answered; nil otherwise. Only what is there can be changed.
  var progress: Progress? {
    get {
      switch self {
      case .coming(let progress), .ended(let progress, _): progress
      case .none, .announced, .answered: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .coming: self = .coming(newValue)
      case .ended(_, let isHeard): self = .ended(newValue, isHeard: isHeard)
      case .none, .announced, .answered: break
      }
    }
  }

  /// The recogniser has heard everything, or what it had is dropped.
  mutating func finish() {
    switch self {
    case .ended(let progress, _): self = .ended(progress, isHeard: true)
    case .answered(let hasEnded, _): self = .answered(hasEnded: hasEnded, isHeard: true)
    case .none, .announced, .coming: break
    }
  }

  /// What was asked for is answered.
  ///
  /// - Returns: whether more of it is still to come.
  mutating func answer() -> Bool {
    switch self {
    case .coming: self = .answered(hasEnded: false, isHeard: false)
    case .ended(_, let isHeard): self = .answered(hasEnded: true, isHeard: isHeard)
    case .none, .announced, .answered: return false
    }
    return self == .answered(hasEnded: false, isHeard: false)
  }
}
