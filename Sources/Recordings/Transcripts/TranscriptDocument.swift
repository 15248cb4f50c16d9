import Aligner
import JSON

/// The JSON that recognisers write: told apart by its keys.
struct TranscriptDocument {
  let tokens: [TranscriptToken]

  /// - Throws: `TextProblem` with its line.
  init(json: String) throws(TextProblem) {
    let node: JSONNode
    do throws(JSONError) { node = try JSONNode(parsing: json) } catch { throw TextProblem(error) }
    try self.init(node)
  }

  /// - Throws: `TextProblem` with its line.
  init(_ node: JSONNode) throws(TextProblem) { tokens = try Self.tokens(in: node) }

  private static func tokens(in node: JSONNode) throws(TextProblem) -> [TranscriptToken] {
    switch node.content {
    case .text(let text): return [TranscriptToken(text)]
    case .array(let nodes):
      var tokens: [TranscriptToken] = []
      for node in nodes { tokens += try Self.tokens(in: node) }
      return tokens
    case .object(let members): return try tokens(in: members, of: node)
    case .integer, .number, .bool, .null: throw node.problem("a word, or an object or list of them, was expected")
    }
  }

  /// Words rather than the sentences that they make up: they have times and confidences.
  private static func tokens(
    in members: [String: JSONNode], of node: JSONNode
  ) throws(TextProblem) -> [TranscriptToken] {
    for key in ["segments", "result", "words"] {
      guard let list = members[key] else { continue }
      guard case .array = list.content else { throw list.problem("'\(key)' is not a list") }
      return try tokens(in: list)
    }
    if case .text(let partial)? = members["partial"]?.content { return [TranscriptToken(partial, state: .partial)] }
    return [try token(members, of: node)]
  }

  private static func token(
    _ members: [String: JSONNode], of node: JSONNode
  ) throws(TextProblem) -> TranscriptToken {
    guard let written = members["word"] ?? members["text"] else { throw node.problem("there is no 'text' or 'word'") }
    guard case .text(let text) = written.content else { throw written.problem("the text is not in quotes") }
    var isPartial = false
    if let partial = members["partial"] {
      guard case .bool(let value) = partial.content else { throw partial.problem("'partial' is not true or false") }
      isPartial = value
    }
    let confidence = members["confidence"] ?? members["conf"] ?? members["probability"]
    let (start, end) = (try number(members["start"]), try number(members["end"]))
    let arrival = try number(members["arrival"])
    do throws(TextProblem) {
      return try TranscriptToken(
        checking: text, start: start, end: end, confidence: number(confidence), arrival: arrival, isPartial: isPartial)
    } catch {
      throw error.line == nil ? error.inLine(node.place.line) : error
    }
  }

  /// A number; nil where there is none.
  private static func number(_ node: JSONNode?) throws(TextProblem) -> Double? {
    guard let node else { return nil }
    switch node.content {
    case .null: return nil
    case .integer(let integer): return Double(integer)
    case .number(let number): return number
    default: throw node.problem("a number was expected")
    }
  }
}
