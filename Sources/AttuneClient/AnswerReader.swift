public import Wire

/// Finds the end of an answer among the server's events.
///
///     var reader = AnswerReader()
///     for try await message in messages {
///       if let answer = try reader.add(message) { print(answer.intents) }
///     }
public struct AnswerReader: Sendable {
  /// The most intents that anybody says in one breath.
  private static let mostIntents = 1000

  private var text: String?
  /// The intents of several so far.
  private var several: [Intent]?

  /// A reader before the first answer.
  public init() {}

  /// Takes in the server's next event.
  ///
  /// - Returns: an answer at the event that completes it; nil otherwise. The next event begins another one.
  /// - Throws: `ClientError.refused` for an error after which no answer comes.
  public mutating func add(_ message: Message) throws(ClientError) -> Answer? {
    switch message {
    case .transcript(let transcript): text = transcript.text
    case .intentsStart: several = []
    case .intent(let intent):
      guard let count = several?.count else { return answer([intent]) }
      guard count < Self.mostIntents else {
        throw .unexpected(
          EventError(type: Intent.type, field: "data", problem: "is one of more than \(Self.mostIntents) in one answer")
        )
      }
      several?.append(intent)
    case .intentsStop: return answer(several ?? [])
    case .notRecognized(let refusal):
      text = refusal.words ?? text
      return answer([])
    case .notDetected: return answer([])
    case .error(let error) where error.code?.precedesAnswer != true: throw .refused(error)
    default: break
    }
    return nil
  }

  private mutating func answer(_ intents: [Intent]) -> Answer {
    defer { self = AnswerReader() }
    return Answer(intents: intents, text: text ?? intents.first?.words)
  }
}

extension ErrorCode {
  /// Whether what was said is answered all the same.
  fileprivate var precedesAnswer: Bool { self == .audioDropped || self == .segmentTooLong }
}
