import Aligner
import Commands

/// What may stand before and after a command.
extension CommandDecoder {
  /// The token that has finished a sentence and is taking in whatever follows.
  struct LeadOut: Sendable {
    var score = -Float.infinity
    var trace = Trace()
    /// The index in `finals` of the sentence's end.
    var final: Int32 = -1
  }

  /// Moves the tokens before and after the command by one frame.
  ///
  /// Taking the most probable column of every frame costs nothing on the scale of relative scores but the penalties.
  mutating func passFillers(_ peak: Peak) {
    guard let filler = settings.filler else { return }
    let isPhone = peak.column != 0
    let startsPhone = isPhone && peak.column != lastPeakColumn
    let cost = (isPhone ? filler.perFrame : 0) + (startsPhone ? filler.perPhone : 0)
    leadIn -= cost
    for index in activeStates.indices {
      let token = activeStates[index]
      let final = self.index.finalOf[Int(token.state)]
      guard final >= 0, token.score - filler.entry > leadOut.score else { continue }
      leadOut = LeadOut(score: token.score - filler.entry, trace: token.trace, final: final)
    }
    leadOut.score -= cost
  }
}
