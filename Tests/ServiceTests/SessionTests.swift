import Aligner
import Commands
import JSON
import Lexicon
import TestSupport
import Testing
import Wire

@testable import Recognition
@testable import Service

/// The state machine alone: what goes in is written out, time is whatever a test says.
@Suite struct SessionTests {
  private static let start = ContinuousClock.now
  private var session = Session(Session.Settings(), at: Self.start) { Info() }

  /// What a session wants, as text.
  private static func text(_ actions: [SessionAction]) -> [String] {
    actions.map { action in
      switch action {
      case .send(let event):
        switch event.type {
        case "error": "error \(event.data["code"]?.text ?? "")"
        case "transcript": "transcript '\(event.data["text"]?.text ?? "")'"
        default: event.type
        }
      case .hear(let chunk): "hear \(chunk.samples.count)"
      case .ask(let work):
        switch work {
        case .begin(_, _, let awake, let partials):
          awake == .never ? "begin with names" : partials ? "begin with partials" : "begin"
        case .hear: "hear"
        case .gap: "gap"
        case .end: "end"
        case .understand(let utterance): "understand '\(utterance.tokens.map(\.text).joined(separator: "+"))'"
        case .read(let tokens, .written): "read '\(tokens.map(\.text).joined(separator: "+"))'"
        case .read(let tokens, .heard): "read what was heard, '\(tokens.map(\.text).joined(separator: "+"))'"
        case .drop: "drop"
        }
      case .transcribe: "transcribe"
      case .close: "close"
      }
    }
  }

  private mutating func receive(_ event: some TypedEvent, after seconds: Double = 0) -> [String] {
    Self.text(session.receive(event: event.event, at: Self.start + .seconds(seconds)))
  }

  private mutating func hear(_ report: SoundReport, after seconds: Double = 0) -> [String] {
    Self.text(session.accept(report: report, at: Self.start + .seconds(seconds)))
  }

  private mutating func tick(_ seconds: Double) -> [String] {
    Self.text(session.tick(at: Self.start + .seconds(seconds)))
  }

  private static let begin = AudioStart(format: .speech)
  private static let chunk = AudioChunk(format: .speech, samples: [UInt8](repeating: 0, count: 320))

  // MARK: Sound

  @Test mutating func everythingIsToldOfSoundAlone() throws {
    let utterance = try Phones.utterance()
    #expect(receive(Self.begin) == ["begin"])
    #expect(receive(Self.chunk) == ["hear 320"])
    #expect(hear(.speech(start: 0.5)) == ["voice-started"])
    #expect(hear(.ended(utterance)) == ["voice-stopped", "understand ''"])
    #expect(hear(.understood(utterance, [Phones.result("lamp on")])) == ["transcript 'lamp on'", "intent"])
    #expect(hear(.ended(utterance)) == ["voice-stopped", "understand ''"])
    #expect(hear(.understood(utterance, [Phones.result(nil)])) == ["not-recognized"])
    #expect(receive(AudioStop()) == ["end"])
    #expect(hear(.finished) == [])
    #expect(session.sound == .none)
  }

  /// However the bytes of a sound are cut, the same is heard, in whole frames of 10 ms or more but for the last.
  @Test(arguments: [AudioFormat.speech, AudioFormat(rate: 44_100, width: 3, channels: 2)])
  func soundMayBeCutAnywhere(format: AudioFormat) throws {
    let frame = try #require(format.frameBytes)
    let bytes = (0..<5_000 * frame).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    var random = SplitMix64(seed: 17)
    for longest in [1, 2, 7, 300, 5_000, 100_000] {
      var session = Session(Session.Settings(), at: Self.start) { Info() }
      var (actions, rest): ([SessionAction], ArraySlice<UInt8>) = ([], bytes[...])
      while !rest.isEmpty {
        let count = min(rest.count, Int.random(in: 1...longest, using: &random))
        let chunk = AudioChunk(format: format, samples: Array(rest.prefix(count)))
        actions += session.receive(event: chunk.event, at: Self.start)
        rest = rest.dropFirst(count)
      }
      actions += session.receive(event: AudioStop().event, at: Self.start)
      let heard = actions.compactMap { if case .hear(let chunk) = $0 { chunk } else { nil } }
      #expect(heard.flatMap(\.samples) == bytes)
      #expect(heard.allSatisfy { $0.samples.count.isMultiple(of: frame) && $0.format == format })
      #expect(heard.dropLast().allSatisfy { $0.samples.count >= format.rate / 100 * frame })
    }
  }

  /// What is left of a sound when it ends is heard, when it goes on in another format too; half a sample is told.
  @Test mutating func whatIsLeftOfASoundIsHeard() {
    let other = AudioFormat(rate: 8000, width: 2, channels: 1)
    #expect(receive(AudioChunk(format: .speech, samples: [1, 2, 3])) == ["begin"])
    #expect(receive(AudioChunk(format: other, samples: [1, 2])) == ["hear 2"])
    #expect(receive(Self.begin) == ["hear 2", "gap"])
    #expect(receive(AudioChunk(format: .speech, samples: [1, 2, 3])) == [])
    #expect(receive(AudioStop()) == ["hear 2", "error malformed", "end"])
  }

  @Test mutating func silenceIsAnsweredToo() {
    _ = receive(Self.begin)
    #expect(receive(AudioStop()) == ["end"])
    #expect(hear(.finished) == ["not-recognized"])
  }

  @Test mutating func severalCommandsAreBracketed() throws {
    _ = receive(Self.begin)
    let utterance = try Phones.utterance()
    _ = hear(.ended(utterance))
    #expect(
      hear(.understood(utterance, [Phones.result("lamp on"), Phones.result("lamp off")])) == [
        "transcript 'lamp on, lamp off'", "intents-start", "intent", "intent", "intents-stop",
      ])
  }

  /// Home Assistant's agent reads the transcript: digits, unless somebody wants words.
  @Test(arguments: [
    (Transcribe().event, "dim twenty lamp to 20.5 percent"),
    (Transcribe(context: ["numbers": "words"]).event, "dim twenty lamp to twenty point five percent"),
    (Detect(context: ["numbers": "digits"]).event, "dim twenty lamp to 20.5 percent"),
    (Detect().event, "dim twenty lamp to twenty point five percent"),
  ])
  mutating func transcriptsHaveDigitsOrWords(request: Event, text: String) throws {
    let utterance = try Phones.utterance()
    _ = session.receive(event: request, at: Self.start)
    _ = receive(Self.begin)
    _ = hear(.ended(utterance))
    var result = Phones.result("dim twenty lamp to twenty point five percent")
    result.candidate?.slots = [
      .init(name: "which", value: .text("twenty"), time: nil, words: ["twenty"]),
      .init(name: "level", value: .number(20.5), time: nil, words: ["twenty", "point", "five"]),
    ]
    #expect(hear(.understood(utterance, [result])).contains("transcript '\(text)'"))
  }

  /// Where the file says so, the client's context fills a slot that nobody said; what is to be said goes back in it.
  @Test func contextsFillSlots() throws {
    var result = Phones.result("lamp on")
    result.candidate?.reply = .init(response: "lights_area", contextSlots: ["area", "floor", "kind"])
    result.candidate?.slots = [.init(name: "floor", value: .text("first"), time: nil, words: ["first"])]
    let context: [String: JSONValue] = ["area": "kitchen", "floor": "second", "kind": .array(["x"]), "id": 7]
    let events = AnswerEvents([result], start: nil, context: context).events(words: nil)
    let intent = try Intent(try #require(events.first))
    #expect(intent.entities == [Entity(name: "floor", value: "first"), Entity(name: "area", value: "kitchen")])
    #expect(intent.slots.map(\.name) == ["floor", "area"])
    #expect(intent.context == context.merging(["response": "lights_area"]) { $1 })
    let without = try Intent(try #require(AnswerEvents([result], start: nil, context: nil).events(words: nil).first))
    #expect(without.entities.map(\.name) == ["floor"] && without.context == ["response": "lights_area"])
  }

  @Test mutating func aTranscriptIsAnsweredEarlyAndOnce() throws {
    let utterance = try Phones.utterance()
    #expect(receive(Transcribe(language: "en")) == [])
    #expect(receive(Self.begin) == ["begin"])
    #expect(hear(.speech(start: 0)) == [])
    #expect(hear(.ended(utterance)) == ["understand ''"])
    #expect(hear(.understood(utterance, [Phones.result("lamp on")])) == ["transcript 'lamp on'", "drop"])
    // What comes before the sound is dropped has to wait, lest it be taken for part of the next one.
    #expect(session.mustWait(with: Self.chunk.event) && !session.mustWait(with: Ping().event))
    #expect(hear(.finished) == [])
    #expect(receive(Self.chunk) == [] && receive(AudioStop()) == [])
    #expect(session.sound == .none)
    // The next sound is told everything of again.
    #expect(receive(Self.begin) == ["begin"])
    #expect(hear(.speech(start: 0)) == ["voice-started"])
  }

  /// A cough or the end of a wake word is no answer: what was asked for may follow, or a transcript, or nothing.
  @Test mutating func whatIsNoCommandIsPassedOver() throws {
    let utterance = try Phones.utterance()
    func begun() -> Session {
      var session = Session(Session.Settings(), at: Self.start) { Info() }
      _ = session.receive(event: Transcribe().event, at: Self.start)
      _ = session.receive(event: Self.begin.event, at: Self.start)
      _ = session.accept(report: .speech(start: 0), at: Self.start)
      _ = session.accept(report: .ended(utterance), at: Self.start)
      return session
    }
    let none = SoundReport.understood(utterance, [Phones.result(nil)])
    session = begun()
    #expect(hear(none, after: 1) == [] && session.deadline == Self.start + .seconds(4))
    #expect(hear(.speech(start: 2), after: 3) == [] && tick(5) == [])
    #expect(hear(.ended(utterance), after: 5) == ["understand ''"])
    #expect(hear(.understood(utterance, [Phones.result("lamp on")])) == ["transcript 'lamp on'", "drop"])
    #expect(hear(.finished) == [] && receive(AudioStop()) == [] && session.sound == .none)
    // Nothing follows: three seconds after the last noise, or at the end of the sound.
    session = begun()
    #expect(hear(none, after: 1) == [] && hear(.speech(start: 2), after: 2) == [] && hear(.noise, after: 3) == [])
    #expect(tick(5.9) == [] && tick(6) == ["transcript ''", "drop"])
    session = begun()
    #expect(hear(none) == [] && receive(AudioStop()) == ["end"] && hear(.finished) == ["transcript ''"])
    #expect(session.sound == .none && session.passedOver == nil)
    // The sound may have ended before its utterance was understood.
    session = begun()
    #expect(receive(AudioStop()) == ["end"] && hear(.finished) == [] && hear(none) == ["transcript ''"])
    // A transcript comes after all.
    session = begun()
    #expect(hear(none) == [] && receive(Transcript(text: "lamp off")) == ["understand 'lamp off'"])
    var both = utterance
    (both.transcript, both.isClientsTranscript) = ("lamp off", true)
    #expect(hear(.understood(both, [Phones.result("lamp off")])) == ["transcript 'lamp off'", "intent", "drop"])
  }

  /// Whoever has the answer to a sound may ask something else before the server has heard the end of that sound.
  @Test mutating func aTextAfterAnEarlyAnswerIsAnsweredByItself() throws {
    let utterance = try Phones.utterance()
    _ = receive(Transcribe(language: "en"))
    _ = receive(Self.begin)
    _ = hear(.ended(utterance))
    _ = hear(.understood(utterance, [Phones.result("lamp on")]))
    #expect(receive(AudioStop()) == [])
    #expect(session.sound != .none)
    #expect(receive(Transcript(text: "lamp off")) == ["read 'lamp off'"])
    #expect(hear(.finished) == [])
    #expect(hear(.read([Phones.result("lamp off")])) == ["intent"])
  }

  /// A text that comes between the last answer and the end of a sound is no transcript of anything that was heard.
  @Test mutating func aTextAfterTheLastUtteranceIsAnsweredByItself() throws {
    let utterance = try Phones.utterance()
    _ = receive(Self.begin)
    _ = hear(.ended(utterance))
    _ = hear(.understood(utterance, [Phones.result("lamp on")]))
    #expect(receive(AudioStop()) == ["end"])
    #expect(receive(Transcript(text: "lamp off")) == [])
    #expect(hear(.finished) == ["read 'lamp off'"])
    #expect(session.sound == .none)
  }

  @Test mutating func aTranscriptOfNothingIsEmpty() {
    _ = receive(Transcribe())
    _ = receive(Self.begin)
    _ = receive(AudioStop())
    #expect(hear(.finished) == ["transcript ''"])
  }

  @Test mutating func aSpotterTellsWhatItWasAskedFor() throws {
    let utterance = try Phones.utterance()
    _ = receive(Detect(names: ["switch"]))
    _ = receive(Self.begin)
    _ = hear(.ended(utterance))
    #expect(
      hear(.understood(utterance, [Phones.result("lamp on")])) == ["transcript 'lamp on'", "detection", "intent"])
    _ = receive(Detect(names: ["other"]))
    _ = hear(.ended(utterance))
    #expect(hear(.understood(utterance, [Phones.result("lamp on")])) == ["transcript 'lamp on'", "intent"])
    _ = receive(AudioStop())
    #expect(hear(.finished) == [])
  }

  @Test mutating func aSpotterThatSpottedNothingSaysSo() {
    _ = receive(Detect())
    _ = receive(Self.begin)
    _ = receive(AudioStop())
    #expect(hear(.finished) == ["not-detected"])
  }

  @Test mutating func guessesAreForThoseWhoAsk() throws {
    let guess = SoundReport.partial(try Phones.partial())
    _ = receive(Self.begin)
    #expect(hear(guess) == [])
    _ = receive(AudioStop())
    _ = hear(.finished)
    _ = receive(Transcribe(context: ["partial": .bool(true)]))
    #expect(receive(Self.begin) == ["begin with partials"])
    #expect(hear(guess) == ["intent-partial"])
  }

  @Test mutating func aFormatThatCannotBeHeardIsToldOnce() {
    let strange = AudioFormat(rate: 4000, width: 2, channels: 1)
    #expect(receive(AudioStart(format: strange)) == ["begin", "error unsupported-audio"])
    #expect(receive(AudioChunk(format: strange, samples: [0, 0])) == [])
    #expect(receive(Self.chunk) == ["hear 320"])
    for (width, channels) in [(1, 1), (5, 1), (2, 9)] {
      let format = AudioFormat(rate: 16_000, width: width, channels: channels)
      #expect(receive(AudioStart(format: format)) == ["gap", "error unsupported-audio"])
    }
  }

  @Test mutating func aSegmentAtTheLimitIsToldAndAnswered() throws {
    var utterance = try Phones.utterance()
    utterance.isTooLong = true
    _ = receive(Self.begin)
    #expect(hear(.ended(utterance)) == ["voice-stopped", "error segment-too-long", "understand ''"])
  }

  @Test mutating func droppedSoundIsAGapAndCounted() {
    _ = receive(Self.begin)
    #expect(Self.text(session.dropped(seconds: 0.1)) == ["gap"])
    #expect(Self.text(session.dropped(seconds: 0.1)) == [])
    let told = session.accepted()
    #expect(Self.text(told) == ["error audio-dropped"])
    guard case .send(let event) = told[0] else { return }
    #expect(event.data["text"]?.text?.hasPrefix("200 ms") == true)
    #expect(session.accepted().isEmpty)
    _ = session.dropped(seconds: 0.5)
    #expect(receive(AudioStop()) == ["error audio-dropped", "end"])
  }

  // MARK: Text

  @Test mutating func textAloneIsAnsweredAtOnce() {
    #expect(receive(Transcript(text: "lamp on", context: ["id": 1])) == ["read 'lamp on'"])
    let actions = session.accept(report: .read([Phones.result("lamp on")]), at: Self.start)
    #expect(Self.text(actions) == ["intent"])
    guard case .send(let event) = actions[0] else { return }
    #expect(event.data["context"] == ["id": 1] && event.data["start"] == nil)
    #expect(receive(Recognize(text: "nonsense")) == ["read 'nonsense'"])
    #expect(hear(.read([Phones.result(nil)])) == ["not-recognized"])
  }

  /// The context says where a text is from; others' keys of that name mean nothing.
  @Test mutating func whatWasHeardIsNotTakenAtItsWord() {
    #expect(receive(Transcript(text: "lamp", context: Transcript.heard)) == ["read what was heard, 'lamp'"])
    #expect(receive(Recognize(text: "lamp", context: ["text": "heard"])) == ["read what was heard, 'lamp'"])
    #expect(receive(Recognize(text: "lamp", context: ["text": "written"])) == ["read 'lamp'"])
    #expect(receive(Recognize(text: "lamp", context: ["text": "lamp"])) == ["read 'lamp'"])
  }

  /// Several commands in a text are told as several in a sound are.
  @Test mutating func severalCommandsStandBetweenEvents() {
    _ = receive(Recognize(text: "lamp on and lamp off"))
    let results = [Phones.result("lamp on"), Phones.result("lamp off")]
    #expect(hear(.read(results)) == ["intents-start", "intent", "intent", "intents-stop"])
  }

  @Test mutating func piecesAloneAreAnsweredWithTheWhole() {
    #expect(receive(TranscriptStart()) == [] && receive(TranscriptChunk(text: "lamp")) == [])
    #expect(receive(TranscriptChunk(text: " on")) == [])
    #expect(receive(Transcript(text: "lamp on")) == ["read 'lamp on'"])
    #expect(receive(TranscriptStop()) == [])
    // Where the whole was left out, the pieces are it.
    _ = receive(TranscriptChunk(text: "la"))
    _ = receive(TranscriptChunk(text: "mp"))
    #expect(receive(TranscriptStop()) == ["read 'lamp'"])
  }

  // MARK: Both

  /// A transcript between the beginning of the sound and the answer joins it, in one answer.
  @Test mutating func aTranscriptDuringSoundJoinsIt() throws {
    let utterance = try Phones.utterance()
    _ = receive(Self.begin)
    #expect(receive(Transcript(text: "lamp")) == [] && receive(Transcript(text: "lamb on")) == [])
    #expect(hear(.ended(utterance)) == ["voice-stopped", "understand 'lamb on'"])
    #expect(hear(.ended(utterance)) == ["voice-stopped", "understand ''"])
  }

  @Test mutating func aTranscriptMayComeFirst() throws {
    #expect(receive(Transcript(text: "lamp on", context: ["audio": "expected"])) == [])
    #expect(receive(Self.begin) == ["begin"])
    #expect(hear(.ended(try Phones.utterance())) == ["voice-stopped", "understand 'lamp on'"])
  }

  @Test mutating func soundThatDoesNotComeIsNotWaitedForForEver() {
    _ = receive(Transcript(text: "lamp on", context: ["audio": "expected"]))
    #expect(tick(4.9) == [] && session.deadline <= Self.start + .seconds(5))
    #expect(tick(5) == ["read what was heard, 'lamp on'"])
    #expect(session.sound == .none)
  }

  @Test mutating func anExpectedTranscriptIsWaitedFor() throws {
    _ = receive(Transcribe(context: ["transcript": "expected"]))
    _ = receive(Self.begin)
    #expect(hear(.ended(try Phones.utterance()), after: 1) == [])
    _ = receive(AudioStop())
    #expect(hear(.finished) == [])
    #expect(receive(Transcript(text: "lamp on")) == ["understand 'lamp on'"])
    var fused = try Phones.utterance()
    (fused.transcript, fused.isClientsTranscript) = ("lamp on", true)
    #expect(hear(.understood(fused, [Phones.result("lamp on")])) == ["transcript 'lamp on'", "intent"])
    #expect(session.sound == .none)
  }

  @Test mutating func anExpectedTranscriptThatDoesNotComeIsDoneWithout() throws {
    let utterance = try Phones.utterance()
    _ = receive(Detect(context: ["transcript": "expected"]))
    _ = receive(Self.begin)
    #expect(hear(.ended(utterance), after: 1) == ["voice-stopped"])
    #expect(tick(5.9) == [] && session.deadline <= Self.start + .seconds(6))
    #expect(tick(6) == ["understand ''"])
    // Pieces announce a transcript; what has come of it counts.
    _ = receive(Transcribe())
    _ = receive(TranscriptChunk(text: "lamp "))
    #expect(hear(.ended(utterance), after: 7) == [])
    #expect(tick(12) == ["understand 'lamp '"])
  }

  @Test mutating func anUpstreamRecogniserIsAskedWhereNoTranscriptCame() throws {
    let utterance = try Phones.utterance()
    var settings = Session.Settings()
    settings.hasUpstream = true
    session = Session(settings, at: Self.start) { Info() }
    _ = receive(Self.begin)
    #expect(hear(.ended(utterance)) == ["voice-stopped", "transcribe"])
    #expect(Self.text(session.transcribed(utterance, as: "lamp on")) == ["understand 'lamp on'"])
    #expect(Self.text(session.transcribed(utterance, as: nil)) == ["understand ''"])
    _ = receive(Transcript(text: "lamp off"))
    #expect(hear(.ended(utterance)) == ["voice-stopped", "understand 'lamp off'"])
  }

  /// The words that were no command are told by whoever knows them.
  @Test mutating func whatIsNoCommandKeepsItsTranscript() throws {
    var utterance = try Phones.utterance()
    utterance.transcript = "good morning"
    _ = receive(Transcribe())
    _ = receive(Self.begin)
    _ = hear(.ended(utterance))
    #expect(hear(.understood(utterance, [Phones.result(nil)])) == ["transcript 'good morning'", "drop"])
  }

  // MARK: Limits

  @Test mutating func withoutATokenThereIsPingAlone() {
    var settings = Session.Settings()
    settings.token = Token("secret")
    session = Session(settings, at: Self.start) { Info() }
    #expect(receive(Ping()) == ["pong"])
    var other = session
    #expect(receive(Describe()) == ["error unauthorized", "close"])
    #expect(receive(Ping()) == [])
    session = other
    #expect(receive(Authenticate(token: "Secret")) == ["error unauthorized", "close"])
    session = other
    #expect(receive(Authenticate(token: "secret")) == ["authenticated"])
    #expect(receive(Describe()) == ["info"])
    // Nobody asks for a token, and one is shown all the same.
    other = Session(Session.Settings(), at: Self.start) { Info() }
    #expect(Self.text(other.receive(event: Authenticate(token: "").event, at: Self.start)) == ["authenticated"])
  }

  private mutating func pause(after seconds: Double = 0) -> Double {
    session.pause(at: Self.start + .seconds(seconds)) / .seconds(1)
  }

  /// Two seconds' worth is answered at once; what is beyond is answered later.
  @Test mutating func tooManyEventsAreReadMoreSlowly() {
    for _ in 0..<200 {
      #expect(pause() == 0)
      #expect(receive(Ping()) == ["pong"])
    }
    #expect(pause() == 0)
    for _ in 0..<100 { #expect(receive(Ping()) == ["pong"]) }
    #expect((0.99...1.01).contains(pause()))
    #expect((0.49...0.51).contains(pause(after: 0.5)) && pause(after: 1.1) == 0)
  }

  /// Sound counts where it is not heard: crumbs of it, a rate at which nothing can be, what comes after the answer, what is dropped.
  @Test(arguments: [
    AudioChunk(format: .speech, samples: [0, 0]), AudioChunk(format: .speech, samples: []),
    AudioChunk(format: AudioFormat(rate: 50, width: 2, channels: 1), samples: []),
    AudioChunk(format: AudioFormat(rate: 1, width: 2, channels: 1), samples: [0, 0]),
    AudioChunk(format: AudioFormat(rate: 16_000, width: 1, channels: 1), samples: [UInt8](repeating: 0, count: 1600)),
    AudioChunk(format: AudioFormat(rate: 16_000, width: 1 << 40, channels: 1), samples: []),
  ])
  mutating func soundIsCountedUnlessItIsHeard(crumb: AudioChunk) {
    _ = receive(Self.begin)
    for _ in 0..<1000 { #expect(receive(Self.chunk) == ["hear 320"]) }
    #expect(pause() == 0)
    for _ in 0..<300 { _ = receive(crumb) }
    #expect(pause() > 0.9)
  }

  @Test mutating func soundThatNobodyHearsIsCounted() throws {
    let utterance = try Phones.utterance()
    _ = receive(Transcribe())
    _ = receive(Self.begin)
    for _ in 0..<300 { _ = session.dropped(seconds: 0.1) }
    #expect(pause() > 0.9)
    session = Session(Session.Settings(), at: Self.start) { Info() }
    _ = receive(Transcribe())
    _ = receive(Self.begin)
    _ = hear(.ended(utterance))
    _ = hear(.understood(utterance, [Phones.result("lamp on")]))
    for _ in 0..<300 { #expect(receive(Self.chunk) == []) }
    #expect(pause() > 0.9)
  }

  /// Large events count for several.
  @Test mutating func largeEventsCountForMore() {
    let text = String(repeating: "x", count: 60_000)
    for _ in 0..<30 { _ = receive(Ping(text: text)) }
    #expect(pause() > 1)
  }

  // MARK: What a client can make grow

  @Test mutating func piecesOfATranscriptAreBounded() {
    let piece = TranscriptChunk(text: String(repeating: "word ", count: 10_000))
    #expect(receive(TranscriptStart()) == [] && receive(piece) == [])
    #expect(receive(piece) == ["error text-too-long"])
    for _ in 0..<100 { #expect(receive(piece) == []) }
    #expect(session.transcript.text == nil)
    // It is answered like one of nothing, and the next one is as good as any.
    #expect(receive(TranscriptStop()) == ["read ''"])
    #expect(hear(.read([Phones.result(nil)])) == ["not-recognized"])
    #expect(receive(TranscriptChunk(text: "lamp")) == [] && receive(TranscriptStop()) == ["read 'lamp'"])
  }

  @Test mutating func textsAreBounded() throws {
    let long = String(repeating: "x", count: 70_000)
    #expect(receive(Transcript(text: long)) == ["error text-too-long"])
    #expect(receive(Recognize(text: long)) == ["error text-too-long"])
    #expect(receive(Ping(text: long)) == ["error text-too-long"])
    #expect(session.pending == 0)
    // Where sound waits for it, the sound alone decides.
    _ = receive(Detect(context: ["transcript": "expected"]))
    _ = receive(Self.begin)
    #expect(hear(.ended(try Phones.utterance())) == ["voice-stopped"])
    #expect(receive(Transcript(text: long)) == ["error text-too-long", "understand ''"])
  }

  @Test mutating func contextsAndNamesAreBounded() {
    let context: [String: JSONValue] = ["a": .array((0..<10_000).map { .integer($0) })]
    #expect(receive(Transcribe(context: context)) == ["error request-too-long"])
    #expect(receive(Detect(context: context)) == ["error request-too-long"])
    #expect(receive(Detect(names: (0..<10_000).map { "name \($0)" })) == ["error request-too-long"])
    #expect(receive(Recognize(text: "lamp on", context: context)) == ["error request-too-long"])
    #expect(receive(Transcript(text: "lamp on", context: context)) == ["error request-too-long"])
    #expect(session.request.context == nil && session.sound == .none && session.pending == 0)
  }

  /// Who asks more than is answered waits: for the number of questions, and for their size.
  @Test(arguments: [(10, 64), (60_000, 5)]) mutating func questionsWaitForAnswers(length: Int, count: Int) {
    let question = Recognize(text: String(repeating: "x", count: length))
    for _ in 0..<count {
      #expect(!session.mustWait(with: question.event))
      _ = receive(question)
    }
    #expect(session.mustWait(with: question.event))
    _ = hear(.read([Phones.result(nil)]))
    #expect(!session.mustWait(with: question.event))
    for _ in 1..<count { _ = hear(.read([Phones.result(nil)])) }
    #expect(session.readingBytes == 0 && session.pending == 0)
  }

  @Test mutating func fewUtterancesWaitForTranscripts() throws {
    let utterance = try Phones.utterance()
    _ = receive(Detect(context: ["transcript": "expected"]))
    _ = receive(Self.begin)
    for _ in 0..<8 { #expect(hear(.ended(utterance)) == ["voice-stopped"]) }
    #expect(hear(.ended(utterance)) == ["voice-stopped", "understand ''"])
    #expect(session.waiting.count == 8)
  }

  // MARK: Strangers

  /// Who begins with something else is no client; who makes a mistake later is told.
  @Test mutating func whoDoesNotSpeakTheProtocolIsLetGo() {
    let bad = WireError.malformedHeader(byte: 0, problem: "p")
    var copy = session
    #expect(Self.text(copy.receive(error: bad, at: Self.start)) == ["error malformed", "close"])
    #expect(Self.text(copy.receive(event: Ping().event, at: Self.start)) == [])
    _ = receive(Ping())
    copy = session
    #expect(Self.text(copy.receive(error: bad, at: Self.start)) == ["error malformed"])
    #expect(Self.text(copy.receive(error: .foreign(byte: 0), at: Self.start)) == ["error malformed", "close"])
  }

  @Test mutating func strangersAreBounded() {
    var settings = Session.Settings()
    settings.token = Token("secret")
    session = Session(settings, at: Self.start) { Info() }
    let stranger = session
    for _ in 0..<16 { #expect(receive(Ping()) == ["pong"]) }
    #expect(receive(Ping()) == ["error too-many-events", "close"])
    session = stranger
    #expect(Self.text(session.receive(event: Event("audio-start"), at: Self.start)) == ["error unauthorized", "close"])
    session = stranger
    #expect(tick(9.9) == [] && session.deadline <= Self.start + .seconds(10))
    #expect(receive(Ping(), after: 9.9) == ["pong"] && tick(10) == ["error unauthorized", "close"])
    session = stranger
    #expect(receive(Authenticate(token: "secret"), after: 9) == ["authenticated"])
    #expect(tick(30) == [])
  }

  // MARK: What is asked of other services

  @Test(arguments: [
    "synthesize", "synthesize-start", "synthesize-chunk", "synthesize-stop", "run-pipeline", "run-satellite",
    "pause-satellite",
  ])
  mutating func whatIsAnotherServicesIsRefused(type: String) {
    #expect(Self.text(session.receive(event: Event(type), at: Self.start)) == ["error unsupported"])
  }

  @Test mutating func programsAreSelectedByName() {
    func select(_ data: [String: JSONValue]) -> [String] {
      Self.text(session.receive(event: Event("select-program", data: data), at: Self.start))
    }
    #expect(select(["name": "attune"]) == [] && select(["name": "whisper"]) == ["error unknown-model"])
    #expect(select([:]) == ["error malformed"])
    // What is news, or not known, is passed over.
    for type in ["played", "timer-started", "streaming-started", "no-such-type", "info", "handled", ""] {
      #expect(!Self.text(session.receive(event: Event(type), at: Self.start)).contains("error unsupported"))
    }
  }

  /// A model or a language that is not here is told at once, and the sound that follows is not heard.
  @Test(arguments: [
    (Transcribe(name: "tiny-int8"), "error unknown-model"), (Transcribe(language: "de"), "error unknown-language"),
    (Transcribe(name: "tiny", language: "de"), "error unknown-model"),
    (Transcribe(language: "english"), "error unknown-language"),
  ])
  mutating func anotherModelIsRefused(request: Transcribe, answer: String) {
    #expect(receive(request) == [answer])
    #expect(receive(Self.begin) == [] && receive(Self.chunk) == [] && receive(AudioStop()) == [])
    #expect(session.sound == .none)
    // The next request is as good as any.
    #expect(receive(Transcribe(name: "commands", language: "en-GB")) == [] && receive(Self.begin) == ["begin"])
    #expect(receive(Self.chunk) == ["hear 320"])
  }

  @Test(arguments: [nil, "", "en", "en-US", "en_GB", "EN"]) mutating func englishIsUnderstood(language: String?) {
    #expect(receive(Transcribe(name: "attune", language: language)) == [] && receive(Self.begin) == ["begin"])
  }

  /// A bridge that waits for a wake word that is none of the commands learns so, and not only when the sound ends.
  @Test mutating func aSpotterOfNothingIsToldAtOnce() throws {
    session = Session(
      Session.Settings(), at: Self.start, intents: { SpottedIntents(all: ["switch", "dim"], waking: ["switch"]) }
    ) { Info() }
    #expect(receive(Detect(names: ["ok_nabu", "hey_jarvis"])) == ["not-detected"])
    _ = receive(Self.begin)
    _ = receive(AudioStop())
    #expect(hear(.finished) == [])
    #expect(receive(Detect(names: ["ok_nabu", "switch"])) == [] && receive(Detect(names: ["dim"])) == [])
    // Without a name those that wake are meant.
    for request in [Detect(), Detect(names: [])] {
      #expect(receive(request) == [] && session.request.kind == .spotting(["switch"]))
    }
    session = Session(Session.Settings(), at: Self.start, intents: { SpottedIntents(all: ["dim"]) }) { Info() }
    #expect(receive(Detect()) == [] && session.request.kind == .spotting(nil))
  }

  /// Where only names are to be spotted they are told as soon as they are called, and nothing else is.
  @Test mutating func namesAreTold() throws {
    session = Session(
      Session.Settings(), at: Self.start,
      intents: { SpottedIntents(all: ["switch", "dim"], waking: ["switch", "hi"]) }
    ) { Info() }
    let calls = ["switch", "hi"].map { WakeCall(intent: $0, text: $0, time: 1..<1.5, confidence: 0.9) }
    for request in [Detect(), Detect(names: ["switch"])] {
      _ = receive(request)
      #expect(receive(Self.begin) == ["begin with names"])
      #expect(hear(.woken(calls[0])) == ["detection"])
      #expect(hear(.woken(calls[1])) == (request.names == nil ? ["detection"] : []))
      _ = receive(AudioStop())
      #expect(hear(.finished) == [])
    }
    _ = receive(Detect())
    _ = receive(Self.begin)
    _ = receive(AudioStop())
    #expect(hear(.finished) == ["not-detected"])
    _ = receive(Detect(names: ["switch", "dim"]))
    #expect(receive(Self.begin) == ["begin"])
  }

  @Test mutating func steadyEventsAreNotTooMany() {
    for step in 0..<1000 { #expect(receive(Ping(), after: Double(step) / 100) == ["pong"]) }
  }

  @Test mutating func whoSaysNothingIsLetGo() {
    #expect(tick(59) == [])
    _ = receive(Ping(), after: 59.5)
    #expect(tick(119) == [])
    #expect(tick(120) == ["error idle", "close"])
  }

  @Test mutating func whatIsMalformedIsToldAndWhatIsLostIsClosed() {
    let bad = WireError.malformedHeader(byte: 7, problem: "p")
    _ = receive(Ping())
    #expect(Self.text(session.receive(error: bad, at: Self.start)) == ["error malformed"])
    #expect(Self.text(session.receive(event: Event("audio-start"), at: Self.start)) == ["error malformed"])
    var copy = session
    let long: [(WireError, String)] = [
      (.headerTooLong(byte: 0, limit: 1), "line-too-long"),
      (.dataTooLong(byte: 0, length: 2, limit: 1), "data-too-long"),
      (.payloadTooLong(byte: 0, length: 2, limit: 1), "payload-too-long"),
      (.malformedLength(byte: 0, key: "k"), "malformed"), (.truncated(byte: 0), "malformed"),
    ]
    for (error, code) in long {
      copy = session
      #expect(Self.text(copy.receive(error: error, at: Self.start)) == ["error \(code)", "close"])
    }
  }

  // MARK: Ends

  @Test mutating func aClientThatHasClosedItsSideIsAnswered() throws {
    let utterance = try Phones.utterance()
    _ = receive(Self.begin)
    #expect(Self.text(session.inputEnded(at: Self.start)) == ["end"])
    #expect(hear(.ended(utterance)) == ["voice-stopped", "understand ''"])
    #expect(hear(.finished) == [])
    #expect(hear(.understood(utterance, [Phones.result("lamp on")])) == ["transcript 'lamp on'", "intent", "close"])
    session = Session(Session.Settings(), at: Self.start) { Info() }
    #expect(Self.text(session.inputEnded(at: Self.start)) == ["close"])
  }

  @Test mutating func theServerEndsWhenEverythingIsAnswered() throws {
    let utterance = try Phones.utterance()
    _ = receive(Self.begin)
    session.serverEnds(at: Self.start)
    #expect(tick(0.4) == [])
    #expect(tick(0.6) == ["end"])
    #expect(hear(.ended(utterance)) == ["voice-stopped", "understand ''"])
    #expect(hear(.finished) == [] && tick(3) == [])
    #expect(hear(.understood(utterance, [Phones.result("lamp on")])) == ["transcript 'lamp on'", "intent"])
    #expect(tick(3.1) == ["error shutting-down", "close"])
  }

  /// A satellite that is listened to all day sends sound without end: nobody waits for it.
  @Test mutating func soundWithoutEndDelaysNoEnd() {
    _ = receive(Detect())
    _ = receive(Self.begin)
    session.serverEnds(at: Self.start)
    #expect(receive(Self.chunk, after: 0.3) == ["hear 320"] && tick(0.4) == [])
    _ = receive(Self.chunk, after: 0.5)
    #expect(tick(0.6) == ["end"])
    #expect(receive(Self.chunk, after: 0.65) == [] && hear(.finished, after: 0.7) == ["not-detected"])
    #expect(receive(Self.chunk, after: 0.71) == [] && tick(0.72) == ["error shutting-down", "close"])
  }

  @Test mutating func aFailureIsToldAndLeavesNothingBehind() throws {
    let utterance = try Phones.utterance()
    _ = receive(Self.begin)
    _ = hear(.ended(utterance))
    #expect(hear(.failed(.utterance, reason: "r")) == ["error internal"])
    #expect(hear(.failed(.sound, reason: "r")) == ["error internal"])
    _ = receive(AudioStop())
    #expect(hear(.finished) == [])
    #expect(session.sound == .none && session.pending == 0)
    _ = receive(Recognize(text: "a"))
    #expect(hear(.failed(.text, reason: "r")) == ["error internal"])
    #expect(session.pending == 0 && session.readings.isEmpty)
  }

  // MARK: The room

  @Test mutating func theRoomIsHeardByThoseWhoSendNoSound() throws {
    let utterance = try Phones.utterance()
    let command = SoundReport.understood(utterance, [Phones.result("lamp on")])
    #expect(session.accept(fromRoom: command).isEmpty)
    var settings = Session.Settings()
    settings.hasRoom = true
    session = Session(settings, at: Self.start) { Info() }
    #expect(Self.text(session.accept(fromRoom: .speech(start: 1))) == ["voice-started"])
    #expect(Self.text(session.accept(fromRoom: .ended(utterance))) == ["voice-stopped"])
    #expect(Self.text(session.accept(fromRoom: command)) == ["transcript 'lamp on'", "intent"])
    _ = receive(Detect(names: ["switch"]))
    #expect(Self.text(session.accept(fromRoom: command)) == ["transcript 'lamp on'", "detection", "intent"])
    // Who listens need not say anything.
    #expect(tick(1000) == [])
    _ = receive(Self.begin)
    #expect(session.accept(fromRoom: command).isEmpty)
  }
}
