import Commands
import Glibc

/// Two hearings of one sound, by networks that were trained apart and do not make the same mistakes.
///
/// Where they agree, the log-odds of the command are the mean of both: a geometric mean of the odds, as for experts whose
/// evidence is nearly the same (Genest and Zidek, 1986). Where they do not, the surer one is believed a little less.
extension RecognitionResult {
  /// A confidence in which another hearing may make a difference: beyond, the second one agrees nearly always.
  static let doubt = 0.1..<0.8
  /// What it costs to be contradicted, in nats.
  private static let contradiction = 1.0

  /// Whether the sound should be heard again.
  var isInDoubt: Bool { candidate != nil && Self.doubt.contains(confidence.value) }

  /// What this and another hearing of the same sound come to.
  func joined(with other: RecognitionResult) -> RecognitionResult {
    let (own, others) = (confidence.odds, other.confidence.odds)
    var joined: RecognitionResult
    if let candidate, let another = other.candidate, candidate.means(the: another) {
      joined = own >= others ? self : other
      joined.confidence = joined.confidence.with(odds: (own + others) / 2)
      joined.candidate?.join((own >= others ? another : candidate).slots)
    } else {
      joined = own >= others || other.candidate == nil ? self : other
      joined.confidence = joined.confidence.with(odds: joined.confidence.odds - Self.contradiction)
    }
    joined.seconds = seconds
    joined.timings = timings + other.timings
    return joined
  }
}

extension Interpretation {
  /// Whether the two say the same; what fills a wildcard may be heard in other words.
  fileprivate func means(the other: Interpretation) -> Bool {
    func meaning(_ slots: [Slot]) -> [String: SlotValue?] {
      Dictionary(slots.map { ($0.name, $0.phones == nil ? $0.value : nil) }) { first, _ in first }
    }
    return intent == other.intent && meaning(slots) == meaning(other.slots)
  }

  /// What the other hearing has of the same slots makes each as sure as both together.
  fileprivate mutating func join(_ others: [Slot]) {
    for index in slots.indices {
      guard let own = slots[index].confidence,
        let another = others.first(where: { $0.name == slots[index].name })?.confidence
      else { continue }
      slots[index].confidence = Confidence.probability(
        odds: (Confidence.odds(of: own) + Confidence.odds(of: another)) / 2)
    }
  }
}
