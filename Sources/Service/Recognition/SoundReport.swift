import Recognition

/// What is noticed in a client's sound, in the order in which it is noticed. Times are in seconds since the beginning of the sound.
enum SoundReport: Sendable {
  /// Somebody speaks.
  case speech(start: Double)
  /// What seems to be said has changed.
  case partial(PartialCommand)
  /// What seemed to be speech was none.
  case noise
  /// A name was called.
  case woken(WakeCall)
  /// Somebody has finished speaking, or the segment has come to its limit.
  case ended(Utterance)
  /// What was said in an utterance.
  case understood(Utterance, [RecognitionResult])
  /// What a text means: a result for each of its commands, at least one.
  case read([RecognitionResult])
  /// Something could not be done; the reason is for people.
  case failed(FailedWork, reason: String)
  /// All the sound up to its end has been heard, or the rest of it has been dropped.
  case finished
}

/// What could not be done.
enum FailedWork: Hashable, Sendable {
  /// A portion of sound was not heard.
  case sound
  /// An utterance was not understood.
  case utterance
  /// A text was not understood.
  case text
  /// A text is too long to be understood.
  case longText
  /// A transcript is too long to be used; its sound is understood without it.
  case longTranscript
}
