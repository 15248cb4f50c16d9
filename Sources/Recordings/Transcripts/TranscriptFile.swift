public import Aligner
import Files

/// A transcript that lies in a file.
///
/// - `.txt`: one sentence or several, the words alone.
/// - `.json`: what Whisper writes (`segments` with their `words`), what Vosk writes (`result`, `partial` or `text`), or a
///   list of tokens: strings, or objects with `text` or `word` and, if known, `start`, `end`, a confidence (`confidence`,
///   `conf` or `probability`), `arrival` and `partial` (true where the token may still change).
/// - `.jsonl`: one of these on each line; each line arrives after the one before it.
/// - `.ctm`: NIST's lines `recording channel start duration word confidence`, of one recording.
public struct TranscriptFile: Sendable {
  /// The tokens in the order of the file.
  public let tokens: [TranscriptToken]

  /// The most bytes that a transcript may have.
  private static let limit = 1 << 20

  /// Reads a file in the format that its name's ending says; any other ending is taken for text.
  ///
  /// - Throws: `RecordingError.transcript`, with the line where there are lines.
  public init(contentsOf path: String) throws(RecordingError) {
    do {
      let text = try Self.read(path)
      switch path.lastPathComponent.split(separator: ".").last {
      case "json": tokens = try TranscriptDocument(json: text).tokens
      case "jsonl": tokens = try Self.lines(of: text) { line, _ in try TranscriptDocument(json: line).tokens }
      case "ctm":
        var recording: Substring?
        tokens = try Self.lines(of: text) { line, _ in try Self.token(ctm: line, of: &recording) }
      default: tokens = [TranscriptToken(text)]
      }
    } catch let error as TextProblem {
      throw .transcript(path: path, line: error.line, problem: error.description)
    } catch {
      throw .transcript(path: path, line: nil, problem: "\(error)")
    }
  }

  private static func read(_ path: String) throws -> String {
    let bytes: [UInt8]
    do throws(InputFile.Problem) { bytes = try InputFile.text(of: path, limit: limit, isRegular: true) } catch {
      throw TextProblem(error.description)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw TextProblem("it is not UTF-8") }
    return text
  }

  /// The tokens of all lines that are not empty; problems are told with their line.
  private static func lines(
    of text: String, _ tokens: (String, Int) throws -> [TranscriptToken]
  ) throws -> [TranscriptToken] {
    let lines = Array(text.utf8).lines.map { String(decoding: $0, as: UTF8.self) }
    return try lines.enumerated().flatMap { index, line in
      do {
        return line.allSatisfy(\.isWhitespace) ? [] : try tokens(line, index)
      } catch let problem as TextProblem {
        // A line of JSON Lines is the first one of its own text.
        throw problem.inLine(index + 1)
      }
    }
  }

  private static func token(ctm line: String, of recording: inout Substring?) throws -> [TranscriptToken] {
    let fields = line.split(whereSeparator: \.isWhitespace)
    if fields[0].hasPrefix(";;") { return [] }
    guard (5...6).contains(fields.count) else {
      throw TextProblem("\(fields.count) fields where CTM has 5 or 6")
    }
    if let recording, recording != fields[0] {
      throw TextProblem("the recording '\(fields[0])' after '\(recording)': one recording is expected")
    }
    recording = fields[0]
    guard let start = Double(fields[2]), let duration = Double(fields[3]) else {
      throw TextProblem("'\(fields[2])' and '\(fields[3])' are not a start and a duration")
    }
    let confidence = fields.count == 6 ? Double(fields[5]) ?? .nan : 1
    return [
      try TranscriptToken(
        checking: String(fields[4]), start: start, end: start + duration, confidence: confidence)
    ]
  }
}

extension TranscriptToken {
  /// A token from numbers that may be anything.
  init(
    checking text: String, start: Double?, end: Double?, confidence: Double?, arrival: Double? = nil,
    isPartial: Bool = false
  ) throws(TextProblem) {
    let confidence = confidence ?? 1
    guard (0...1).contains(confidence) else {
      throw TextProblem("the confidence of '\(text)' is not between 0 and 1")
    }
    guard arrival?.isFinite ?? true else { throw TextProblem("the arrival of '\(text)' is not a number") }
    var time: ClosedRange<Double>?
    if let start, let end {
      guard start.isFinite, end.isFinite, start <= end else {
        throw TextProblem("'\(text)' does not end after it begins: \(start) to \(end)")
      }
      time = start...end
    }
    self.init(
      text, time: time, confidence: confidence, arrival: arrival ?? 0, state: isPartial ? .partial : .final)
  }
}
