/// How a batch's records are written.
public enum RecordFormat: String, CaseIterable, Sendable {
  /// A JSON object a line.
  case jsonl
  /// Comma-separated values with a header.
  case csv
  /// An aligned table for a person, written when all files are done.
  case table
}
