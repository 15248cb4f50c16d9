import Commands
import JSON
import Recognition
import Recordings

extension FileRecord {
  /// The slots as a JSON object.
  public var slotsJSON: String { Self.json(slots.map { ($0.name, $0.value) }) }

  private var slotConfidencesJSON: String {
    var object = JSONText()
    for slot in slots { object.add(slot.name, slot.confidence) }
    return object.closed
  }

  /// For each slot whose words were guessed from the sound, the phones that were heard.
  public var guessedJSON: String {
    var object = JSONText()
    for slot in slots where slot.guessed != nil { object.add(slot.name, slot.guessed) }
    return object.closed
  }

  private static func json(_ slots: [(name: String, value: SlotValue)]) -> String {
    var object = JSONText()
    for slot in slots { object.add(slot.name, json: JSONText.value(slot.value)) }
    return object.closed
  }

  /// The record as one line of JSON without its newline. The keys of a batch are always the same, in the same order.
  ///
  /// - Parameters:
  ///   - hasRatio: a key more: "snr".
  ///   - hasFeatures: two keys more, to fit the weights anew: "features", what the confidence was made from, and
  ///     "fusion", what sound and transcript proposed.
  public func jsonLine(hasRatio: Bool = false, hasFeatures: Bool = false) -> String {
    var object = json()
    if hasRatio { object.add("snr", snr) }
    if hasFeatures {
      object.add("features", json: features.map(Self.json))
      object.add("fusion", json: fusion.map(Self.json))
    }
    return object.closed
  }

  /// The record of an utterance of sound that goes on as one line of JSON without its newline.
  ///
  /// - Parameters:
  ///   - start: when the utterance began, from which its times are counted, in seconds.
  ///   - latency: how long it took.
  ///   - file: where the sound is kept; nil where it is not.
  public func utteranceLine(from start: Double, latency: Latency, file: String?) -> String {
    var object = JSONText()
    object.add("event", "result")
    object.add("intent", intent)
    object.add("slots", json: slotsJSON)
    object.add("words", words)
    object.add("confidence", confidence)
    object.add("start", self.start.map { $0 + start })
    object.add("end", end.map { $0 + start })
    object.add("latency", json: latency.json)
    object.add("file", file)
    object.add("guessed", json: guessedJSON)
    return object.closed
  }

  private static func json(_ features: Confidence.Features) -> String {
    var object = JSONText()
    object.add("path", Double(features.path))
    object.add("words", Double(features.words))
    object.add("weakestWord", Double(features.weakestWord))
    object.add("phones", json: "\(features.phones)")
    object.add("margin", Double(features.margin))
    object.add("explained", Double(features.explained))
    object.add("pace", Double(features.pace))
    object.add("certainty", Double(features.certainty))
    object.add("text", features.text.map(Double.init))
    return object.closed
  }

  private static func json(_ evidence: FusionEvidence) -> String {
    let candidates = evidence.candidates.map { candidate in
      var object = JSONText()
      object.add("intent", candidate.interpretation.intent)
      object.add("slots", json: json(candidate.interpretation.slots.map { ($0.name, $0.value) }))
      object.add("audio", Double(candidate.interpretation.score))
      object.add("fused", candidate.fused.map(Double.init))
      object.add("text", Double(candidate.text))
      return object.closed
    }
    var object = JSONText()
    object.add("unrelated", Double(evidence.unrelated))
    object.add("candidates", json: "[" + candidates.joined(separator: ", ") + "]")
    return object.closed
  }

  private func json() -> JSONText {
    var object = JSONText()
    object.add("file", file)
    object.add("intent", intent)
    object.add("slots", json: slotsJSON)
    object.add("words", words)
    object.add("confidence", confidence)
    object.add("start", start)
    object.add("end", end)
    object.add("seconds", seconds)
    object.add("error", error)
    object.add("warnings", json: JSONText.list(warnings.map(JSONText.quoted)))
    object.add("slotConfidences", json: slotConfidencesJSON)
    object.add("guessed", json: guessedJSON)
    return object
  }

  /// The names of the columns of `csvLine`.
  public static func csvHeader(hasRatio: Bool = false) -> String {
    "file,intent,slots,words,confidence,start,end,seconds,error" + (hasRatio ? ",snr" : "")
  }

  /// The record as one line of CSV (RFC 4180) without its newline; the slots are a JSON object, what is nil is empty.
  ///
  /// - Parameter hasRatio: a column more: the ratio of speech to noise.
  public func csvLine(hasRatio: Bool = false) -> String {
    let numbers = [confidence, start, end, seconds].map { $0.map(JSONText.rounded) }
    let fields = [file, intent, slotsJSON, words] + numbers + [error] + (hasRatio ? [snr.map(JSONText.rounded)] : [])
    return fields.map { Self.csvField($0 ?? "") }.joined(separator: ",")
  }

  private static func csvField(_ text: String) -> String {
    // Scalars, not characters: CR LF is one character.
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
    var field = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { field += "\"" }
      field.unicodeScalars.append(scalar)
    }
    return field + "\""
  }
}
