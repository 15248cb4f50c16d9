import Aligner
import Recognition

/// Something for a stream's recogniser to do.
enum WorkItem: Sendable {
  /// Sound begins: how a silence ends what is said, nil for what is usual, whom it is meant for, how long it is once a name
  /// was called, nil where nobody has to call, and whether guesses are wanted before it ends.
  case begin(Endpointer.Patience?, HearingMode, awake: AwakeTime?, partials: Bool)
  /// Hear this.
  case hear(SoundPortion)
  /// Sound is missing here.
  case gap
  /// The sound ends here.
  case end
  /// Say what was said in this.
  case understand(Utterance)
  /// Say what this means.
  case read([TranscriptToken], TextKind)
  /// Forget the sound.
  case drop

  /// What a failure is of.
  var kind: FailedWork {
    switch self {
    case .understand: .utterance
    case .read: .text
    default: .sound
    }
  }
}
