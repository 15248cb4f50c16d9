import Aligner
import Commands
import Testing

@testable import Recognition

/// A live recogniser over a network that reads its answer from the samples: the amplitude of a frame is its phone.
@Suite struct LiveRecognizerTests {
  /// What came of a sound.
  struct Outcome: Equatable {
    var events: [String] = []
    var results: [Interpretation?] = []
    var encodedFrames = 0
  }

  @Test func aCommandIsUnderstoodWhileAndAfterItIsSpoken() throws {
    let outcome = try hear(SpokenSound.silence(50) + SpokenSound.speech("dim red light") + SpokenSound.silence(50))
    #expect(outcome.results.map { $0?.text } == ["dim red light"])
    #expect(outcome.results.first??.slots.first?.value == .text("red light"))
    #expect(outcome.events.first == "speech" && outcome.events.last == "ended silence")
    #expect(outcome.events.contains("partial dim") && outcome.events.contains("partial dim red light dim"))
  }

  @Test(arguments: [1, 7, 160, 321, 6400, 1_000_000]) func anyPortionsGiveTheSameEvents(portion: Int) throws {
    let sound =
      SpokenSound.silence(40) + SpokenSound.speech("dim red light") + SpokenSound.silence(60)
      + SpokenSound.speech("light light") + SpokenSound.silence(80) + SpokenSound.speech("set lamp")
      + SpokenSound.speech("dim lamp") + SpokenSound.silence(40) + SpokenSound.speech("set")
    #expect(try hear(sound, portion: portion) == hear(sound, portion: 320))
  }

  @Test func whatIsNoCommandIsRejected() throws {
    let outcome = try hear(
      SpokenSound.silence(50) + SpokenSound.speech("light light red red") + SpokenSound.silence(60))
    #expect(outcome.results == [nil])
  }

  @Test func severalCommandsWithAPauseAreAllFound() throws {
    let outcome = try hear(
      SpokenSound.silence(50) + SpokenSound.speech("set lamp") + SpokenSound.silence(15)
        + SpokenSound.speech("dim lamp") + SpokenSound.silence(50))
    #expect(outcome.results.map { $0?.text } == ["set lamp", "dim lamp"])
  }

  @Test func severalCommandsInOneBreathAreAllFound() throws {
    let outcome = try hear(
      SpokenSound.silence(50) + SpokenSound.speech("set lamp") + SpokenSound.speech("dim red light")
        + SpokenSound.speech("dim lamp") + SpokenSound.silence(50))
    #expect(outcome.results.map { $0?.text } == ["set lamp", "dim red light", "dim lamp"])
    // Each has its own time, one after the other.
    let times = outcome.results.compactMap { $0?.time }
    #expect(times.count == 3 && zip(times, times.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
  }

  @Test func aCommandBesideWhatIsNoneIsNotTakenApart() throws {
    let outcome = try hear(
      SpokenSound.silence(50) + SpokenSound.speech("set lamp") + SpokenSound.speech("light light light")
        + SpokenSound.silence(50))
    #expect(outcome.results == [nil])
  }

  /// What was kept of an utterance is what its result comes from: recognised again, it says the same.
  @Test(arguments: [true, false]) func aSegmentGivesWhatItsSamplesGive(partials: Bool) throws {
    let live = LiveRecognizer(graph: TinyGraph.graph, partials: partials, network: SpokenSound.heard(in:))
    let batch = Recognizer(graph: TinyGraph.graph, network: SpokenSound.heard(in:))
    let sound =
      SpokenSound.silence(40) + SpokenSound.speech("dim red light") + SpokenSound.silence(60)
      + SpokenSound.speech("light light") + SpokenSound.silence(80) + SpokenSound.speech("set lamp")
    let segments = (live.append(sound) + live.interrupt()).segments
    #expect(segments.map(\.reason) == [.silence, .silence, .interruption])
    for segment in segments {
      batch.append(segment.samples)
      let (expected, result) = (try batch.finish(), try live.recognize(segment))
      #expect(result.map(\.interpretation) == [expected.interpretation])
      #expect(result.map(\.confidence) == [expected.confidence])
      #expect(result.map(\.seconds) == [expected.seconds])
    }
  }

  /// The last sound of a word is often swallowed: that is no reason to wait as for an incomplete command.
  @Test(arguments: [(0, 0.2), (1, 0.2), (4, 1.2)]) func theWaitIsThatOfTheWords(missing: Int, wait: Double) throws {
    let live = Self.recognizer()
    let spoken = TinyGraph.sentence("dim red light").dropLast(missing).flatMap { SpokenSound.spoken($0) }
    let ended = try #require(live.append(SpokenSound.silence(40) + spoken + SpokenSound.silence(90)).segments.last)
    #expect(ended.reason == .silence && abs(ended.end - ended.speechEnd - wait) < 0.05)
  }

  /// When silence has told that a command is over, nothing is left to encode.
  @Test func theEndIsNotEncodedAgain() throws {
    var count = 0
    let live = LiveRecognizer(graph: TinyGraph.graph) { samples in
      count += 1
      return SpokenSound.heard(in: samples)
    }
    let segments = live.append(SpokenSound.silence(40) + SpokenSound.speech("dim red light") + SpokenSound.silence(60))
      .segments
    let before = count
    let result = try live.recognize(try #require(segments.last))
    #expect(result.map { $0.interpretation?.text } == ["dim red light"])
    #expect(count == before && before > 1)
  }

  @Test func withoutPartialResultsLessIsEncoded() throws {
    let sound =
      SpokenSound.silence(50) + SpokenSound.speech("dim red light") + SpokenSound.speech("dim red light")
      + SpokenSound.silence(60)
    let (often, seldom) = (try hear(sound), try hear(sound, partials: false))
    #expect(often.results == seldom.results && !often.results.isEmpty)
    #expect(!seldom.events.contains { $0.hasPrefix("partial") })
    #expect(seldom.encodedFrames < often.encodedFrames)
  }

  /// Nothing is spliced over a gap.
  @Test func lostSoundEndsASegment() throws {
    let recognizer = Self.recognizer()
    var texts: [String?] = []
    func hear(_ sound: [Float]) throws {
      for segment in recognizer.append(sound).segments {
        texts += try recognizer.recognize(segment).map { $0.interpretation?.text }
      }
    }
    try hear(SpokenSound.silence(50) + SpokenSound.speech("dim"))
    #expect(recognizer.interrupt().segments.map(\.reason) == [.interruption])
    try hear(
      SpokenSound.speech("lamp") + SpokenSound.silence(80) + SpokenSound.speech("set lamp") + SpokenSound.silence(60))
    #expect(texts == [nil, "set lamp"])
  }

  /// A segment of 12 s is encoded some dozens of times, and the next one begins.
  @Test func costAndLengthAreBounded() throws {
    let long = (0..<60).flatMap { _ in SpokenSound.speech("light") }
    let outcome = try hear(SpokenSound.silence(50) + Array(long.prefix(1500 * 320)) + SpokenSound.silence(50))
    #expect(outcome.events.contains("ended length"))
    #expect(outcome.encodedFrames < 20 * 1500)
  }

  private func hear(_ sound: [Float], portion: Int = 320, partials: Bool = true) throws -> Outcome {
    var outcome = Outcome()
    let recognizer = LiveRecognizer(graph: TinyGraph.graph, partials: partials) { samples in
      outcome.encodedFrames += samples.count / 320
      return SpokenSound.heard(in: samples)
    }
    func note(_ events: [LiveEvent]) throws {
      for event in events {
        switch event {
        case .speech: outcome.events.append("speech")
        case .partial(let command):
          outcome.events.append("partial \(command.text)" + (command.intent.map { " \($0)" } ?? ""))
        case .noise: outcome.events.append("noise")
        case .woken(let call): outcome.events.append("woken \(call.text)")
        case .asleep: outcome.events.append("asleep")
        case .ended(let segment):
          outcome.events.append("ended \(segment.reason.rawValue)")
          outcome.results += try recognizer.recognize(segment).map(\.interpretation)
        }
      }
    }
    for start in stride(from: 0, to: sound.count, by: portion) {
      try note(recognizer.append(Array(sound[start..<min(sound.count, start + portion)])))
    }
    try note(recognizer.interrupt())
    return outcome
  }

  private static func recognizer() -> LiveRecognizer {
    LiveRecognizer(graph: TinyGraph.graph, network: SpokenSound.heard(in:))
  }
}

extension [LiveEvent] {
  /// The segments that ended.
  var segments: [SpeechSegment] { compactMap { if case .ended(let segment) = $0 { segment } else { nil } } }
}
