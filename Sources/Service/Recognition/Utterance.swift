import Aligner
import Recognition

/// A stretch of a client's sound in which somebody spoke.
struct Utterance: Sendable {
  /// The sound.
  var segment: SpeechSegment
  /// When it begins, in seconds since the beginning of the client's sound: a stream may have several recognisers in a row, each of
  /// which counts from 0.
  var start: Double
  /// When the speech in it ends.
  var speechEnd: Double
  /// Whether it was ended by the limit rather than by silence.
  var isTooLong: Bool
  /// When the sound that ended it came.
  var arrival: ContinuousClock.Instant
  /// Somebody's transcript of it.
  var tokens: [TranscriptToken] = []
  /// What it says there, for people.
  var transcript: String?
  /// Whether the client itself sent the transcript.
  var isClientsTranscript = false
}
