import AttuneClient
import Files
import JSON
import Synchronization
import Wire

/// Tells what a server answers to one thing that was sent: a line for each answer, or for each event in JSON.
final class SendOutput: Sendable {
  private struct State {
    var reader = AnswerReader()
    var isAnswered = false
    /// Words that no answer has followed.
    var words: String?
    var problem: ClientError?
    /// Why standard output could not be written.
    var failure: OutputError?
  }

  private let file: String?
  private let asJSON: Bool
  private let state = Mutex(State())

  /// - Parameter file: the sound file; nil for what is none.
  init(file: String?, asJSON: Bool) {
    self.file = file
    self.asJSON = asJSON
  }

  /// Why standard output could not be written; nil where it could.
  var failure: OutputError? { state.withLock(\.failure) }

  /// The server sent an event.
  func tell(_ message: Message) {
    state.withLock { state in
      if asJSON { write(json(of: message.event), &state) }
      if message.isAnswer { state.isAnswered = true }
      if case .transcript(let transcript) = message { state.words = transcript.text }
      if !asJSON, case .intentPartial(let partial) = message {
        write(line(["...", Self.quoted(partial.text)]), &state)
      }
      do throws(ClientError) {
        guard let answer = try state.reader.add(message) else { return }
        state.words = nil
        if !asJSON { for line in lines(for: answer) { write(line, &state) } }
      } catch {
        state.problem = state.problem ?? error
      }
    }
  }

  /// Nothing more comes.
  ///
  /// - Throws: why there is no answer.
  func end() throws(ClientError) {
    try state.withLock { state throws(ClientError) in
      if let problem = state.problem { throw problem }
      guard state.isAnswered else { throw .closed }
      // A recogniser that knows no commands has words alone.
      if !asJSON, let words = state.words { write(line([Self.quoted(words)]), &state) }
    }
  }

  /// Tells a person why there is no answer.
  func fail(_ error: any Error) {
    let text = Explanation.text(of: error)
    let isNamed = file.map { text.hasPrefix($0) } ?? true
    StandardError.line("attune: " + ((isNamed ? "" : "\(file ?? ""): ") + text).printableLine)
  }

  private func lines(for answer: Answer) -> [String] {
    guard !answer.intents.isEmpty else { return [line(["-", answer.text.map(Self.quoted) ?? ""])] }
    return answer.intents.map { intent in
      let slots = intent.entities.enumerated().map { index, entity in
        let isGuessed = index < intent.slots.count && intent.slots[index].isGuessed
        return "\(entity.name)=\(entity.value.text ?? "\(entity.value)")" + (isGuessed ? " (guessed)" : "")
      }.joined(separator: ", ")
      return line([
        intent.name, slots, intent.confidence.map(JSONText.rounded) ?? "", intent.words.map(Self.quoted) ?? "",
      ])
    }
  }

  private func line(_ parts: [String]) -> String {
    ([file ?? ""] + parts).filter { !$0.isEmpty }.joined(separator: "  ").printableLine
  }

  private func json(of event: Event) -> String {
    var object = JSONText()
    object.add("file", file)
    object.add("type", event.type)
    object.add("data", json: JSONValue.object(event.data).description)
    return object.closed
  }

  private func write(_ text: String, _ state: inout State) {
    guard state.failure == nil else { return }
    do throws(OutputError) { try StandardOutput.line(text) } catch { state.failure = error }
  }

  private static func quoted(_ text: String) -> String { "\"\(text)\"" }
}

extension Message {
  /// Whether it answers something, rather than telling what goes on.
  fileprivate var isAnswer: Bool {
    switch self {
    case .voiceStarted, .voiceStopped, .intentPartial, .error, .authenticated, .intentsStart, .unknown: false
    default: true
    }
  }
}

extension ClientError {
  /// Whether nothing else that is sent will fare better.
  var isForAll: Bool {
    switch self {
    case .unreachable, .untrusted: true
    case .refused(let error): error.code == .unauthorized
    case .tooLate, .closed, .malformed, .unexpected: false
    }
  }
}
