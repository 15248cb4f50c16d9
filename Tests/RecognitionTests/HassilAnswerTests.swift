import Aligner
import Commands
import FoundationEssentials
import Lexicon
import Testing

@testable import Recognition

/// Written texts mean what they mean to hassil 3.12.1, but for the differences in docs/commands.md: its answers stand
/// in Fixtures/hassil.jsonl, as Benchmarks/hassil_agreement.py wrote them.
@Suite struct HassilAnswerTests {
  /// A line of the file.
  private struct Answer: Decodable {
    let text: String
    /// Nil where hassil understands nothing.
    let intent: String?
    let slots: [String: SlotValue]
    /// Why Attune answers otherwise, where it does.
    let reason: String?
  }

  @Test func writtenTextsMeanTheSame() throws {
    let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Fixtures/hassil"
    let recognizer = TextRecognizer(of: try CommandSet(Grammar(contentsOf: [root + ".yaml"]), lexicon: Lexicon()))
    let lines = try String(contentsOfFile: root + ".jsonl", encoding: .utf8).split(separator: "\n")
    let answers = try lines.map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
    #expect(answers.count(where: { $0.intent != nil }) > 100)
    #expect(answers.count(where: { $0.intent == nil }) > 100)
    for answer in answers {
      let commands = try recognizer.recognize([TranscriptToken(answer.text)]).compactMap(\.interpretation)
      let slots = commands.first?.slots.map { ($0.name, $0.value.comparable) } ?? []
      let isSame =
        commands.count < 2 && commands.first?.intent == answer.intent
        && Dictionary(slots, uniquingKeysWith: { $1 }) == answer.slots.mapValues(\.comparable)
      #expect(isSame == (answer.reason == nil), "\(answer.text): \(answer), \(commands)")
    }
  }
}

extension SlotValue {
  /// The same for 5 and 5.0, as hassil has it.
  fileprivate var comparable: String {
    switch self {
    case .integer(let integer): String(Double(integer))
    case .number(let number): String((number * 1000).rounded() / 1000)
    case .text, .texts: description
    }
  }
}
