import Testing

@testable import Recognition

/// The endpointer over levels that are chosen, and a network that is played.
@Suite struct EndpointerTests {
  /// What a stretch of sound is: loud or quiet, for a number of frames.
  struct Stretch {
    var frames: Int
    var amplitude: Float
    static func quiet(_ frames: Int) -> Stretch { Stretch(frames: frames, amplitude: 1e-5) }
    static func loud(_ frames: Int) -> Stretch { Stretch(frames: frames, amplitude: 0.1) }
  }

  struct Outcome: Equatable {
    var begins: [Int] = []
    var ends: [Int] = []
    var speechEnds: [Int] = []
    var abandoned: [Int] = []
    var encodings = 0
  }

  /// An endpointer with a network that hears phones in all frames of one amplitude.
  struct Player {
    var endpointer: Endpointer
    var progress: CommandProgress
    var spoken: Float
    var outcome = Outcome()
    private var lastSpoken: Int?

    init(_ patience: Endpointer.Patience, progress: CommandProgress, spoken: Float) {
      endpointer = Endpointer(patience)
      (self.progress, self.spoken) = (progress, spoken)
    }

    mutating func play(_ stretch: Stretch) {
      for _ in 0..<stretch.frames {
        if stretch.amplitude == spoken { lastSpoken = endpointer.frameCount }
        let samples = EndpointerTests.frame(stretch.amplitude)
        act(endpointer.push(samples.span))
      }
    }

    private mutating func act(_ action: Endpointer.Action) {
      switch action {
      case .wait: break
      case .begin(let frame): outcome.begins.append(frame)
      case .encode:
        outcome.encodings += 1
        let start = outcome.begins.last ?? 0
        let phones = lastSpoken.flatMap { $0 >= start ? $0 + 1 : nil }
        act(endpointer.hear(.init(phonesEnd: phones, progress: progress)))
      case .end(_, let speechEnd):
        outcome.ends.append(endpointer.frameCount)
        outcome.speechEnds.append(speechEnd)
      case .abandon: outcome.abandoned.append(endpointer.frameCount)
      }
    }
  }

  static func frame(_ amplitude: Float) -> [Float] {
    (0..<320).map { $0.isMultiple(of: 2) ? amplitude : -amplitude }
  }

  private func play(
    _ sound: [Stretch], _ patience: Endpointer.Patience = .default, progress: CommandProgress = .complete,
    spoken: Float = 0.1
  ) -> Outcome {
    var player = Player(patience, progress: progress, spoken: spoken)
    for stretch in sound { player.play(stretch) }
    return player.outcome
  }

  @Test(arguments: Endpointer.Patience.allCases, [CommandProgress.complete, .extensible, .incomplete, .foreign])
  func theWaitIsThatOfTheProgress(patience: Endpointer.Patience, progress: CommandProgress) {
    let outcome = play([.quiet(50), .loud(75), .quiet(200)], patience, progress: progress)
    #expect(outcome.ends.count == 1 && outcome.begins.count == 1 && outcome.abandoned.isEmpty)
    let wait = (outcome.ends.first ?? 0) - (outcome.speechEnds.first ?? 0)
    #expect(wait == Endpointer.Waits(patience)[progress])
    // The level is that of two frames.
    #expect((125...126).contains(outcome.speechEnds.first ?? 0))
  }

  @Test func speechIsKeptFromHalfASecondBeforeItsBeginning() {
    let outcome = play([.quiet(100), .loud(50), .quiet(100)])
    #expect((70...75).contains(outcome.begins.first ?? 0))
  }

  @Test func aPauseShorterThanTheWaitDoesNotEndSpeech() {
    let sound: [Stretch] = [.quiet(50), .loud(40), .quiet(45), .loud(40), .quiet(100)]
    #expect(play(sound, progress: .incomplete).ends.count == 1)
    #expect(play(sound, progress: .complete).ends.count == 2)
  }

  @Test func silenceAsksTheNetworkNothing() {
    #expect(play([.quiet(3000)]) == Outcome())
    #expect(play([Stretch(frames: 3000, amplitude: 0)]) == Outcome())
  }

  /// What is loud and no speech is given up, and is noise from then on.
  @Test func steadyNoiseIsGivenUpOnce() {
    let outcome = play([.quiet(50), .loud(1500)], spoken: 1)
    #expect(outcome.ends.isEmpty && outcome.abandoned.count == 1 && outcome.encodings < 10)
  }

  /// In noise that is never quiet the phones alone tell the end.
  @Test func speechEndsInNoise() {
    let noise = Stretch(frames: 100, amplitude: 0.05)
    let outcome = play([.quiet(20), .loud(75), noise, noise])
    let end = outcome.ends.first ?? .max
    #expect(95 < end && end < 95 + 10 + 4 + 32)
  }

  @Test func aSegmentHasAGreatestLength() {
    let outcome = play([.quiet(50), .loud(2000)])
    #expect(outcome.ends.count >= 3)
    for (begin, end) in zip(outcome.begins, outcome.ends) { #expect(end - begin <= Endpointer.longest) }
  }

  /// The network is asked every few hundred milliseconds, and less often in a long segment.
  @Test func theCostIsBounded() {
    let outcome = play([.quiet(50), .loud(550), .quiet(100)])
    #expect((20...36).contains(outcome.encodings))
  }

  @Test func anInterruptionEndsSpeech() {
    var endpointer = Endpointer()
    #expect(endpointer.interrupt() == .wait)
    for index in 0..<60 {
      let samples = Self.frame(index < 20 ? 1e-5 : 0.1)
      _ = endpointer.push(samples.span)
    }
    #expect(endpointer.isInSpeech)
    guard case .end(.interruption, _) = endpointer.interrupt() else {
      Issue.record("speech goes on")
      return
    }
    #expect(!endpointer.isInSpeech)
  }
}
