/// Turns records into text: line by line where the format allows it.
public struct RecordWriter {
  private let format: RecordFormat
  private let addsFeatures: Bool
  private var table = RecordTable()

  /// A writer that has written nothing.
  ///
  /// - Parameter addsFeatures: whether JSON lines tell what the confidence was made from.
  public init(format: RecordFormat, addsFeatures: Bool = false) {
    self.format = format
    self.addsFeatures = addsFeatures
  }

  /// What comes before the first record.
  public var beginning: String { format == .csv ? FileRecord.csvHeader + "\n" : "" }

  /// What can be written once this record is known.
  public mutating func add(_ record: FileRecord) -> String {
    switch format {
    case .jsonl: return (addsFeatures ? record.jsonLineWithFeatures : record.jsonLine) + "\n"
    case .csv: return record.csvLine + "\n"
    case .table:
      table.add(record)
      return ""
    }
  }

  /// What comes after the last record.
  public var ending: String { format == .table ? table.text : "" }
}
