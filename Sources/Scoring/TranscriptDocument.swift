import Aligner
import FoundationEssentials

/// The JSON that recognisers write: told apart by its keys.
struct TranscriptDocument: Decodable {
  let tokens: [TranscriptToken]

  private enum Key: String, CodingKey {
    case segments, words, result, partial, text, word, start, end, confidence, conf, probability, arrival
  }

  init(json: String) throws {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
    } catch let error as DecodingError {
      throw TranscriptProblem(Self.describe(error))
    }
  }

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      tokens = [TranscriptToken(text)]
    } else if var list = try? decoder.unkeyedContainer() {
      var tokens: [TranscriptToken] = []
      while !list.isAtEnd { tokens += try list.decode(Self.self).tokens }
      self.tokens = tokens
    } else {
      tokens = try Self.tokens(in: decoder.container(keyedBy: Key.self))
    }
  }

  /// Words rather than the sentences that they make up: they have times and confidences.
  private static func tokens(in object: KeyedDecodingContainer<Key>) throws -> [TranscriptToken] {
    for list in [Key.segments, .result, .words] where object.contains(list) {
      return try object.decode(Self.self, forKey: list).tokens
    }
    if let partial = try? object.decode(String.self, forKey: .partial) {
      return [TranscriptToken(partial, state: .partial)]
    }
    return [try token(object)]
  }

  private static func token(_ object: KeyedDecodingContainer<Key>) throws -> TranscriptToken {
    func number(_ keys: Key...) throws -> Double? {
      try keys.compactMap { try object.decodeIfPresent(Double.self, forKey: $0) }.first
    }
    let text = try object.decodeIfPresent(String.self, forKey: .word) ?? object.decode(String.self, forKey: .text)
    do {
      return try TranscriptToken(
        checking: text, start: number(.start), end: number(.end),
        confidence: number(.confidence, .conf, .probability), arrival: number(.arrival),
        isPartial: object.decodeIfPresent(Bool.self, forKey: .partial) ?? false)
    } catch let problem as TranscriptProblem {
      let context = DecodingError.Context(codingPath: object.codingPath, debugDescription: problem.description)
      throw DecodingError.dataCorrupted(context)
    }
  }

  private static func describe(_ error: DecodingError) -> String {
    let context =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "\(error)")
      }
    let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    return path.isEmpty ? context.debugDescription : "at \(path): \(context.debugDescription)"
  }
}
