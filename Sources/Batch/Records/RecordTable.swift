import Files
import Recordings

/// Records as an aligned table for a person.
public struct RecordTable {
  private static let header = ["file", "intent", "slots", "confidence", "time"]
  private static let gap = "  "

  private let hasRatio: Bool
  private var rows: [[String]] = []

  /// A table of no rows.
  ///
  /// - Parameter hasRatio: whether a column tells the ratio of speech to noise.
  public init(hasRatio: Bool = false) {
    self.hasRatio = hasRatio
    rows = [Self.header + (hasRatio ? ["SNR"] : [])]
  }

  /// Adds a row.
  public mutating func add(_ record: FileRecord) {
    let cells =
      [
        record.file, record.intent ?? (record.error.map { "error: \($0)" } ?? "-"),
        record.slots.map(\.text).joined(separator: ", "),
        record.confidence.map { DecimalText.fixed($0, digits: 2) } ?? "", Self.span(record),
      ] + (hasRatio ? [NoiseMixer.name(of: record.snr)] : [])
    rows.append(cells.map(\.printableLine))
  }

  /// The table, a line a record, each with its newline.
  public var text: String {
    // An error's text may be long, and nothing stands behind it.
    let widths = rows[0].indices.map { column in
      rows.filter { !$0[1].hasPrefix("error:") || column == 0 }.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += cell + String(repeating: " ", count: max(0, width - cell.count)) + Self.gap
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private static func span(_ record: FileRecord) -> String {
    guard let start = record.start, let end = record.end else { return "" }
    return "\(DecimalText.fixed(start, digits: 2))-\(DecimalText.fixed(end, digits: 2)) s"
  }
}
