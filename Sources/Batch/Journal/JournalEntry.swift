import Commands
import JSON
import Recordings

/// A line of a journal: a record with all its digits, and the item that it came from.
struct JournalEntry: Hashable, Sendable {
  /// The fingerprint of the item.
  var item: String
  var record: FileRecord
  /// The line of the results, where the record alone does not tell it.
  var line: String?

  /// One line of JSON without its newline.
  var json: String {
    var object = JSONText()
    object.add("item", item)
    object.add("file", record.file)
    object.add("isUnderstood", json: "\(record.intent != nil)")
    object.add("candidate", json: record.candidate.map(Self.json))
    for (name, value) in numbers { object.add(name, json: value.map { "\($0)" }) }
    object.add("error", record.error)
    if !record.warnings.isEmpty {
      object.add("warnings", json: JSONText.list(record.warnings.map(JSONText.quoted)))
    }
    if !record.further.isEmpty {
      let entries = record.further.map { JournalEntry(item: item, record: $0, line: nil).json }
      object.add("further", json: JSONText.list(entries))
    }
    object.add("line", line)
    return object.closed
  }

  init(item: String, record: FileRecord, line: String?) { (self.item, self.record, self.line) = (item, record, line) }

  /// Reads a line; nil where it is not one.
  init?(_ bytes: [UInt8]) {
    guard let node = try? JSONNode(parsing: bytes) else { return nil }
    self.init(node)
  }

  private init?(_ node: JSONNode) {
    guard case .object(let members) = node.content, let item = Self.text(members["item"]),
      let file = Self.text(members["file"]),
      case .bool(let isUnderstood)? = members["isUnderstood"]?.content
    else { return nil }
    (self.item, line) = (item, Self.text(members["line"]))
    record = FileRecord(file: file)
    record.candidate = members["candidate"].flatMap(Self.meaning)
    if isUnderstood, let candidate = record.candidate {
      (record.intent, record.slots, record.words) = (candidate.intent, candidate.slots, candidate.words)
    }
    record.confidence = Self.number(members["confidence"])
    record.start = Self.number(members["start"])
    record.end = Self.number(members["end"])
    record.seconds = Self.number(members["seconds"])
    record.computing = Self.number(members["computing"])
    record.snr = Self.number(members["snr"])
    record.error = Self.text(members["error"])
    record.warnings = Self.list(members["warnings"]).compactMap(Self.text)
    record.further = Self.list(members["further"]).compactMap { JournalEntry($0)?.record }
  }

  private var numbers: [(String, Double?)] {
    [
      ("confidence", record.confidence), ("start", record.start), ("end", record.end), ("seconds", record.seconds),
      ("computing", record.computing), ("snr", record.snr),
    ]
  }

  private static func json(_ meaning: FileRecord.Meaning) -> String {
    var object = JSONText()
    object.add("intent", meaning.intent)
    object.add("words", meaning.words)
    // A list, so that the order and a name that comes twice are kept.
    object.add(
      "slots",
      json: JSONText.list(meaning.slots.map(Self.json)))
    if let doubted = meaning.doubted { object.add("doubted", doubted) }
    return object.closed
  }

  private static func json(_ slot: FileRecord.Slot) -> String {
    var parts = [JSONText.quoted(slot.name), JSONText.value(slot.value)]
    if slot.confidence != nil || slot.guessed != nil { parts.append(slot.confidence.map { "\($0)" } ?? "null") }
    if let guessed = slot.guessed { parts.append(JSONText.quoted(guessed)) }
    return JSONText.list(parts)
  }

  private static func meaning(_ node: JSONNode) -> FileRecord.Meaning? {
    guard case .object(let members) = node.content, let intent = text(members["intent"]),
      let words = text(members["words"]), case .array(let slots)? = members["slots"]?.content
    else { return nil }
    return FileRecord.Meaning(
      intent: intent,
      slots: slots.compactMap { slot in
        guard case .array(let parts) = slot.content, (2...4).contains(parts.count), let name = text(parts[0]),
          let value = SlotValue(parts[1])
        else { return nil }
        return FileRecord.Slot(
          name: name, value: value, confidence: parts.count > 2 ? number(parts[2]) : nil,
          guessed: parts.count > 3 ? text(parts[3]) : nil)
      }, words: words, doubted: text(members["doubted"]))
  }

  private static func list(_ node: JSONNode?) -> [JSONNode] {
    if case .array(let nodes)? = node?.content { nodes } else { [] }
  }

  private static func text(_ node: JSONNode?) -> String? { node?.value.text }

  private static func number(_ node: JSONNode?) -> Double? {
    switch node?.content {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }
}
