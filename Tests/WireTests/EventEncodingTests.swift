import JSON
import Testing

@testable import Wire

@Suite struct EventEncodingTests {
  /// Byte for byte what `wyoming.event.write_event` of wyoming 1.10.2 wrote for the same events.
  @Test func bytesAreThoseOfTheReferenceImplementation() {
    #expect(text(Event("describe")) == "{\"type\": \"describe\", \"version\": \"1.10.2\"}\n")
    #expect(
      text(Transcribe(language: "en").event)
        == "{\"type\": \"transcribe\", \"version\": \"1.10.2\", \"data_length\": 18}\n{\"language\": \"en\"}")
    #expect(
      text(Event("audio-chunk", data: ["a": .text("é\"\n"), "b": .number(0.5)], payload: [65, 10, 66]))
        == "{\"type\": \"audio-chunk\", \"version\": \"1.10.2\", \"data_length\": 25, \"payload_length\": 3}\n"
        + "{\"a\": \"é\\\"\\n\", \"b\": 0.5}A\nB")
  }

  @Test func theHeadIsAllButThePayload() {
    let event = AudioChunk(format: .speech, samples: [1, 2, 3, 4]).event
    #expect(event.encoded == event.head + [1, 2, 3, 4])
    #expect(event.data == ["rate": 16_000, "width": 2, "channels": 1])
  }

  private func text(_ event: Event) -> String { String(decoding: event.encoded, as: UTF8.self) }
}
