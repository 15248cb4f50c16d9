/// Whom a sound is meant for, as far as that is known before it is heard.
///
/// The same evidence is worth more where most of what is said is a command than where hardly anything is: Bayes' rule adds
/// the odds that a command had beforehand, and so the confidence is a probability in either mode, with one threshold.
public enum HearingMode: String, CaseIterable, Sendable {
  /// A recording to be scored, a request after a wake word or a pressed button: most of it is commands.
  case addressed
  /// A microphone that is always open: nearly all that is said is meant for others.
  case overheard

  /// What is to be added to the log-odds of a command in nats, which are fitted to where three of five utterances are commands.
  var logOdds: Double {
    switch self {
    case .addressed: 0
    // One utterance in forty.
    case .overheard: -4
    }
  }
}
