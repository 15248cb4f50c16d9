import Aligner
import Commands
import Testing

@testable import Recognition

/// A live recogniser that sleeps until "red light" is called.
@Suite struct WakingTests {
  /// What is noticed, and what the commands were, in order.
  private static func hear(
    _ sound: [Float], portion: Int = 320, awake: AwakeTime = .utterance, secondEar: (any Ear)? = nil
  ) throws -> [String] {
    var settings = Recognizer.Settings()
    settings.overheardThreshold = 0.2
    let live = LiveRecognizer(
      graph: TinyGraph.called, settings: settings, patience: .default, partials: false, keepsSound: false,
      ear: WholeEar(givesRoom: false, network: SpokenSound.heard(in:)),
      spotter: WakeSpotter(TinyGraph.names, settings: settings, secondEar: secondEar), awake: awake)
    var told: [String] = []
    func note(_ events: [LiveEvent]) throws {
      for event in events {
        switch event {
        case .speech: told.append("speech")
        case .partial: told.append("partial")
        case .noise: told.append("noise")
        case .woken(let call): told.append("woken by \(call.text)")
        case .asleep: told.append("asleep")
        case .ended(let segment): told += try live.recognize(segment).map { $0.interpretation?.text ?? "no command" }
        }
      }
    }
    for start in stride(from: 0, to: sound.count, by: portion) {
      try note(live.append(Array(sound[start..<min(sound.count, start + portion)])))
    }
    try note(live.interrupt())
    return told
  }

  private static func said(_ parts: String..., pause: Int = 50) -> [Float] {
    SpokenSound.silence(50) + parts.flatMap { SpokenSound.speech($0) + SpokenSound.silence(pause) }
  }

  @Test(arguments: ["set lamp", "dim red", "light light red red", "now", "light red"])
  func nothingIsToldUntilANameIsCalled(words: String) throws {
    #expect(try Self.hear(Self.said(words, words)) == [])
  }

  @Test func aCommandFollowsANameAfterAPause() throws {
    #expect(
      try Self.hear(Self.said("red light", "dim lamp", "set lamp"))
        == ["woken by red light", "speech", "dim lamp", "asleep"])
  }

  @Test func aCommandFollowsANameInOneBreath() throws {
    #expect(
      try Self.hear(Self.said("red light dim lamp", "set lamp"))
        == ["woken by red light", "speech", "dim lamp", "asleep"])
  }

  @Test(arguments: ["now now", "light", "set", "lamp lamp lamp", "now light now light now light now light now light"])
  func aNameIsHeardAfterAnythingElse(before: String) throws {
    #expect(
      try Self.hear(Self.said("\(before) red light", "dim lamp"))
        == ["woken by red light", "speech", "dim lamp", "asleep"])
  }

  /// Nobody had called yet.
  @Test func aCommandBeforeANameIsNotTold() throws {
    #expect(
      try Self.hear(Self.said("set lamp red light", "dim lamp")).filter { $0 != "speech" }
        == ["woken by red light", "dim lamp", "asleep"])
  }

  @Test func aNameInsideACommandDoesNotWake() throws {
    #expect(try Self.hear(Self.said("dim red light", "dim lamp")) == [])
    #expect(
      try Self.hear(Self.said("red light", "dim red light")) == [
        "woken by red light", "speech", "dim red light", "asleep",
      ])
  }

  @Test func aNameMayBeCalledTwice() throws {
    #expect(
      try Self.hear(Self.said("red light", "red light", "dim lamp")).filter { $0 != "speech" }
        == ["woken by red light", "woken by red light", "dim lamp", "asleep"])
    #expect(
      try Self.hear(Self.said("red light red light dim lamp")).filter { $0 != "speech" }.suffix(2) == [
        "dim lamp", "asleep",
      ])
  }

  @Test func whoSaysNothingIsNoLongerListenedTo() throws {
    let sound = Self.said("red light", pause: 350) + Self.said("dim lamp")
    #expect(try Self.hear(sound) == ["woken by red light", "asleep"])
  }

  @Test func itStaysAwakeForAsLongAsItIsAsked() throws {
    let sound = Self.said("red light", "dim lamp", "set lamp", pause: 70) + SpokenSound.silence(100)
    #expect(
      try Self.hear(sound + Self.said("set lamp"), awake: .seconds(2)).filter { $0 != "speech" }
        == ["woken by red light", "dim lamp", "set lamp", "asleep"])
  }

  /// A cough, or the end of a name, is no utterance.
  @Test func whatFitsNoCommandIsPassedOver() throws {
    let told = try Self.hear(Self.said("red light", "lamp", "dim lamp", pause: 80))
    #expect(told == ["woken by red light", "speech", "no command", "speech", "dim lamp", "asleep"])
  }

  /// Somebody who talks without a pause is heard in pieces that overlap.
  @Test(arguments: [370, 380, 390, 400, 410, 420, 430, 440, 450])
  func aNameIsHeardInLongSpeech(frame: Int) throws {
    let talk = (0..<40).flatMap { _ in SpokenSound.speech("now lamp") }
    let sound = SpokenSound.silence(50) + talk.prefix(320 * frame) + SpokenSound.speech("red light")
    #expect(
      try Self.hear(sound + SpokenSound.silence(40) + Self.said("dim lamp"))
        == ["woken by red light", "speech", "dim lamp", "asleep"])
  }

  @Test(arguments: [1, 7, 160, 321, 6400, 1_000_000]) func anyPortionsGiveTheSameEvents(portion: Int) throws {
    let sound = Self.said("set lamp", "now red light dim lamp", "set lamp", "red light", "light", "set lamp")
    let told = try Self.hear(sound)
    #expect(try Self.hear(sound, portion: portion) == told)
    #expect(told.filter { $0 == "asleep" }.count == 2)
  }

  @Test(arguments: [("red light", 1), ("light red", 0)]) func whatSeemsToBeANameIsHeardAgain(
    words: String, calls: Int
  ) throws {
    var count = 0
    let ear = WholeEar(givesRoom: false) { _ in
      count += 1
      return SpokenSound.heard(in: SpokenSound.speech(words).span)
    }
    let told = try Self.hear(Self.said("red light", "now now"), secondEar: ear)
    #expect(told.filter { $0.hasPrefix("woken") }.count == calls)
    // What was refused at once is heard again when it is over.
    #expect(count == 2 - calls)
  }
}
