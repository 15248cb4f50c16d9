import JSON
import Testing

@testable import Wire

@Suite struct TypedEventTests {
  static let context: [String: JSONValue] = ["partial": .bool(true), "id": 7]
  static let program = InfoProgram(
    name: "attune", attribution: Attribution(name: "A", url: "https://a.example"), description: "d", version: "1",
    models: [
      InfoModel(
        name: "m", attribution: Attribution(name: "A", url: ""), isInstalled: false, languages: ["en"], phrase: "say it"
      )
    ], streamsTranscripts: true, needsVoiceDetection: false)

  /// One of each type with every field, and one with none that can be left out.
  static let messages: [Message] = [
    .audioStart(AudioStart(format: AudioFormat(rate: 48_000, width: 3, channels: 2), timestamp: 5)),
    .audioStart(AudioStart(format: .speech)),
    .audioChunk(AudioChunk(format: .speech, timestamp: 20, samples: [1, 2, 3, 4])),
    .audioChunk(AudioChunk(format: .speech, samples: [])),
    .audioStop(AudioStop(timestamp: 1)), .audioStop(AudioStop()), .describe(Describe()), .info(Info()),
    .info(Info(recognizers: [program], interpreters: [program], spotters: [program], handlers: [program])),
    .transcribe(Transcribe()),
    .transcribe(
      Transcribe(
        name: "n", language: "en", context: context, sensitivity: .relaxed, names: ["a"], terms: ["b", "c"])),
    .transcript(Transcript(text: "", language: "en", context: context)), .transcript(Transcript(text: "é \"q\"\n")),
    .transcriptStart(TranscriptStart(language: "en")), .transcriptChunk(TranscriptChunk(text: " a")),
    .transcriptStop(TranscriptStop()), .recognize(Recognize(text: "a", context: context)),
    .intent(Intent(name: "i")),
    .intent(
      Intent(
        name: "i", entities: [Entity(name: "e", value: 5), Entity(name: "w", value: .null)], text: "t",
        context: context, confidence: 0.5, time: 10..<20,
        slots: [
          IntentSlot(name: "e", value: 5, time: 11..<12, confidence: 0.25, words: "five"),
          IntentSlot(name: "w", value: .null),
          IntentSlot(name: "f", value: "oat milk", words: "oat milk", phones: "/OW T M IH L K/", isGuessed: true),
        ])),
    .intentPartial(IntentPartial(name: nil, entities: [], text: "turn")),
    .intentPartial(IntentPartial(name: "i", entities: [Entity(name: "e", value: "v")], text: "turn on")),
    .notRecognized(NotRecognized(text: "t", context: context, words: "w")),
    .intentsStart(IntentsStart(context: context)),
    .intentsStop(IntentsStop()), .detect(Detect(names: ["a"], context: context)), .detect(Detect()),
    .detection(Detection(name: "i", timestamp: 3, speaker: "s", context: context)), .notDetected(NotDetected()),
    .voiceStarted(VoiceStarted(timestamp: 0)), .voiceStopped(VoiceStopped()), .ping(Ping(text: "x")), .pong(Pong()),
    .error(ErrorEvent(text: "t", code: .busy)), .error(ErrorEvent(text: "t", code: ErrorCode(rawValue: "other"))),
    .error(ErrorEvent(text: "t")), .handled(Handled(text: "t")), .notHandled(NotHandled(context: context)),
    .authenticate(Authenticate(token: "s")), .authenticated(Authenticated()),
    .unknown(Event("never-heard-of", data: context, payload: [1])),
  ]

  @Test(arguments: messages) func whatIsWrittenIsRead(message: Message) throws {
    var decoder = EventDecoder()
    decoder.append(message.event.encoded.span)
    let event = try #require(try decoder.next())
    #expect(try Message(event) == message)
    #expect(event == message.event)
  }

  /// Home Assistant and the reference implementation write null for what they do not know.
  @Test func nullIsAbsent() throws {
    let event = Event("audio-start", data: ["rate": 16_000, "width": 2, "channels": 1, "timestamp": .null])
    #expect(try AudioStart(event) == AudioStart(format: .speech))
    #expect(try Detect(Event("detect", data: ["names": .null])) == Detect())
  }

  @Test func soundMayBeText() throws {
    let chunk = AudioChunk(format: .speech, timestamp: 3, samples: [0, 1, 254, 255])
    #expect(chunk.textEvent.payload.isEmpty && chunk.textEvent.data["audio"] == "AAH+/w==")
    #expect(try AudioChunk(chunk.textEvent) == chunk)
  }

  /// Events that are wrong, and the field that is to blame.
  @Test(arguments: [
    (Event("audio-start", data: ["width": 2, "channels": 1]), "data.rate"),
    (Event("audio-start", data: ["rate": 0, "width": 2, "channels": 1]), "data.rate"),
    (Event("audio-start", data: ["rate": 16_000, "width": "2", "channels": 1]), "data.width"),
    (Event("audio-start", data: ["rate": 16_000, "width": 2, "channels": .number(1.5)]), "data.channels"),
    (Event("audio-stop", data: ["timestamp": .number(1e300)]), "data.timestamp"),
    (Event("audio-chunk", data: AudioFormat.speech.data.merging(["audio": "no base64"]) { $1 }), "data.audio"),
    (
      Event("audio-chunk", data: AudioFormat.speech.data.merging(["audio": "AAA="]) { $1 }, payload: [1, 2]),
      "data.audio"
    ),
    (
      Event("audio-chunk", data: ["rate": 1, "width": .integer(Int.max), "channels": .integer(Int.max)], payload: [1]),
      "data.width"
    ),
    (Event("transcript"), "data.text"), (Event("transcript", data: ["text": 5]), "data.text"),
    (Event("recognize", data: ["text": "a", "context": "c"]), "data.context"),
    (Event("transcribe", data: ["vad_sensitivity": "nervous"]), "data.vad_sensitivity"),
    (Event("detect", data: ["names": .array(["a", 5])]), "data.names"),
    (Event("intent", data: ["name": "i", "entities": .array([["value": 1]])]), "data.entities[0].name"),
    (Event("intent", data: ["name": "i", "entities": .array([5])]), "data.entities[0]"),
    (
      Event("intent", data: ["name": "i", "slots": .array([["name": "s", "start": 2, "end": 1]])]),
      "data.slots[0].end"
    ),
    (Event("authenticate"), "data.token"), (Event("error"), "data.text"),
    (Event("info", data: ["asr": .array([["name": "a", "installed": .bool(true)]])]), "data.asr[0].attribution"),
  ])
  func whatIsWrongNamesItsField(event: Event, field: String) {
    let error = #expect(throws: EventError.self) { try Message(event) }
    #expect(error?.type == event.type && error?.field == field)
  }

  /// The client in Python makes an object of each entity out of exactly these keys.
  @Test func entitiesHaveTwoKeys() {
    let slot = IntentSlot(name: "e", value: 5, time: 1..<2, words: "five")
    let event = Intent(name: "i", entities: [Entity(name: "e", value: 5)], slots: [slot]).event
    guard case .array(let entities) = event.data["entities"], case .object(let entity) = entities.first else {
      Issue.record("no entities")
      return
    }
    #expect(Set(entity.keys) == ["name", "value"])
  }
}
