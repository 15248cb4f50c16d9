import Batch
import Commands
import JSON
import Recognition
import Recordings

/// Something that was said to the console or written for it, and what became of it.
struct Utterance: Sendable {
  /// Where it is from.
  enum Source: String, Sendable {
    case microphone, file, text
    /// A client of the server that has the page.
    case client
  }

  /// Whether somebody has said that it was understood rightly.
  enum Verdict: String, Sendable {
    case right, wrong
  }

  /// From 1.
  let id: Int
  let source: Source
  /// The name of the file, the text, or the transcript of the sound.
  let title: String
  let result: RecognitionResult
  let latency: Latency
  /// Why it was not understood; nil where it was.
  let reason: String?
  /// When it was taken for ended, in seconds since the microphone was opened; nil where there was none.
  let ended: Double?
  /// Where it is kept; nil where it is not.
  var file: String?
  var verdict: Verdict?

  /// The message that tells of it.
  ///
  /// - Parameter type: `result` for the page that said it, `utterance` for all.
  func json(_ type: String) -> String {
    var object = JSONText()
    object.add("type", type)
    object.add("id", json: "\(id)")
    object.add("source", source.rawValue)
    object.add("title", title)
    object.add("accepted", json: result.interpretation == nil ? "false" : "true")
    object.add("candidate", json: result.candidate.map { CandidateJSON.text(of: $0) })
    object.add("confidence", result.confidence.value)
    object.add("threshold", result.threshold)
    object.add("reason", reason)
    object.add("seconds", result.seconds)
    object.add("start", result.speech?.lowerBound)
    object.add("end", result.speech?.upperBound)
    object.add("latency", json: latency.json)
    object.add("ended", ended)
    object.add("file", file)
    object.add("verdict", verdict?.rawValue)
    object.add("fusion", json: result.fusion.map(Self.json))
    return object.closed
  }

  /// What sound and transcript proposed.
  private static func json(_ evidence: FusionEvidence) -> String {
    JSONText.list(evidence.candidates.prefix(3)) { candidate, object in
      object.add("intent", candidate.interpretation.intent)
      object.add("words", candidate.interpretation.text)
      object.add("sound", Double(candidate.interpretation.score))
      object.add("text", Double(candidate.text - evidence.unrelated))
    }
  }
}

/// A command that something may mean, as JSON.
enum CandidateJSON {
  static func text(of command: Interpretation) -> String {
    var object = JSONText()
    object.add("intent", command.intent)
    object.add("text", command.text)
    object.add("score", Double(command.score))
    object.add(
      "slots",
      json: JSONText.list(command.slots) { slot, item in
        item.add("name", slot.name)
        item.add("value", json: JSONText.value(slot.value))
        item.add("confidence", slot.confidence)
        item.add("guessed", json: slot.isGuessed ? "true" : "false")
        item.add("start", slot.time?.lowerBound)
        item.add("end", slot.time?.upperBound)
      })
    object.add(
      "words",
      json: JSONText.list(command.words) { word, item in
        item.add("text", word.text)
        item.add("start", word.time.lowerBound)
        item.add("end", word.time.upperBound)
        item.add("ratio", word.ratio.map(Double.init))
      })
    return object.closed
  }
}
