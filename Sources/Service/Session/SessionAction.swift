import Aligner
import Wire

/// What a session wants to be done.
enum SessionAction: Sendable {
  /// Send an event.
  case send(Event)
  /// Hear a portion of sound.
  case hear(AudioChunk)
  /// Have a stream do something.
  case ask(WorkItem)
  /// Ask the upstream recogniser for a transcript of this; `Session.transcribed` takes the answer.
  case transcribe(Utterance)
  /// Close the connection once everything has been sent.
  case close
}

extension SessionAction {
  static func error(_ code: ErrorCode, _ text: String) -> SessionAction {
    .send(ErrorEvent(text: text, code: code).event)
  }

  static func send(_ event: some TypedEvent) -> SessionAction { .send(event.event) }
}
