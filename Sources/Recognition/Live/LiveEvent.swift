/// What a `LiveRecognizer` notices in the sound.
public enum LiveEvent: Sendable {
  /// Somebody speaks, or something sounds like it, from this time on, in seconds since the beginning of the sound.
  case speech(start: Double)
  /// What seems to be said has changed.
  case partial(PartialCommand)
  /// Somebody has finished speaking: `LiveRecognizer.recognize` tells what was said.
  case ended(SpeechSegment)
  /// What seemed to be speech was none.
  case noise
  /// A name was called: what is said from here on is meant for the recogniser.
  case woken(WakeCall)
  /// Nobody is listened to any more until a name is called, from this time on, in seconds since the beginning of the sound.
  case asleep(Double)
}
