import Commands
import Files
import JSON
import Recordings

/// Reads what `attune score` has written.
///
/// - `.csv`: the columns of `--format csv`.
/// - Any other ending: JSON Lines. Keys that are not known are passed over.
public enum ResultReader {
  /// The records of a file, in their order.
  ///
  /// - Throws: `BatchError.results`, with the line where one is wrong.
  public static func records(contentsOf path: String) throws(BatchError) -> [FileRecord] {
    do {
      let bytes = try InputFile.text(of: path)
      return try path.lowercased().hasSuffix(".csv") ? records(ofCSV: bytes) : records(ofObjects: bytes)
    } catch let problem as TextProblem {
      throw .results(path: path, line: problem.line, problem: problem.description)
    } catch {
      throw .results(path: path, line: nil, problem: "\(error)")
    }
  }

  private static func records(ofObjects bytes: [UInt8]) throws(TextProblem) -> [FileRecord] {
    var records: [FileRecord] = []
    for (index, line) in bytes.lines.enumerated() where !line.isBlank {
      let node: JSONNode
      do throws(JSONError) { node = try JSONNode(parsing: Array(line)) } catch {
        throw TextProblem(error.description).inLine(index + 1)
      }
      guard case .object(let members) = node.content, let record = record(members) else {
        throw TextProblem("no object with 'file', 'intent' and 'slots'").inLine(index + 1)
      }
      records.append(record)
    }
    return records
  }

  private static func record(_ members: [String: JSONNode]) -> FileRecord? {
    guard case .text(let file)? = members["file"]?.content, let intent = members["intent"],
      let slots = members["slots"].flatMap(slots)
    else { return nil }
    return record(
      file: file, intent: intent.value.text, slots: slots, error: members["error"]?.value.text,
      snr: members["snr"].flatMap(number))
  }

  private static func records(ofCSV bytes: [UInt8]) throws(TextProblem) -> [FileRecord] {
    var rows = SeparatedValues(bytes, by: .comma)
    let header = try rows.next()?.fields.get() ?? []
    guard ["file", "intent", "slots"].allSatisfy(header.contains) else {
      throw TextProblem("there are no columns 'file', 'intent' and 'slots'")
    }
    return try rows.map { row throws(TextProblem) in
      let fields: [String]
      do throws(TextProblem) { fields = try row.fields.get() } catch { throw error.inLine(row.line) }
      let cells = Dictionary(zip(header, fields)) { first, _ in first }
      guard fields.count == header.count, let file = cells["file"],
        let slots = (try? JSONNode(parsing: cells["slots"] ?? "")).flatMap(slots)
      else {
        throw TextProblem("a row that is not like the header, or slots that are no object").inLine(row.line)
      }
      func text(_ name: String) -> String? { cells[name].flatMap { $0.isEmpty ? nil : $0 } }
      return record(
        file: file, intent: text("intent"), slots: slots, error: text("error"), snr: text("snr").flatMap { Double($0) })
    }
  }

  private static func record(
    file: String, intent: String?, slots: [FileRecord.Slot], error: String?, snr: Double?
  ) -> FileRecord {
    var record = FileRecord(file: file)
    (record.intent, record.slots, record.error, record.snr) = (intent, slots, error, snr)
    return record
  }

  /// Slots by name: an object has no order.
  private static func slots(_ node: JSONNode) -> [FileRecord.Slot]? {
    guard case .object(let members) = node.content else { return nil }
    return members.sorted { $0.key < $1.key }.compactMap { name, node in
      SlotValue(node).map { FileRecord.Slot(name: name, value: $0) }
    }
  }

  private static func number(_ node: JSONNode) -> Double? {
    switch node.content {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }
}
