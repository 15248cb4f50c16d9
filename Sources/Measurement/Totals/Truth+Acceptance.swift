import Batch
import Recordings

extension Truth {
  /// Whether a record means this, be it with further slots. A file that could not be read means nothing, which is never
  /// right.
  func accepts(_ record: FileRecord) -> Bool {
    guard record.error == nil else { return false }
    return label.map { Acceptance.accepts(record, $0) } ?? (record.intent == nil)
  }

  /// Whether a record means this and nothing besides.
  func acceptsStrictly(_ record: FileRecord) -> Bool {
    guard record.error == nil else { return false }
    return label.map { Acceptance.acceptsStrictly(record, $0) } ?? (record.intent == nil)
  }
}
