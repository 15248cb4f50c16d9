/// Turns records into text: line by line where the format allows it.
public struct RecordWriter {
  /// How records are written.
  public let format: RecordFormat
  /// Whether JSON lines tell what the confidence was made from.
  public let addsFeatures: Bool
  private let addsRatio: Bool
  private var table: RecordTable

  /// A writer that has written nothing.
  ///
  /// - Parameters:
  ///   - addsFeatures: whether JSON lines tell what the confidence was made from.
  ///   - addsRatio: whether lines tell the ratio of speech to noise.
  public init(format: RecordFormat, addsFeatures: Bool = false, addsRatio: Bool = false) {
    self.format = format
    self.addsFeatures = addsFeatures
    self.addsRatio = addsRatio
    table = RecordTable(hasRatio: addsRatio)
  }

  /// What comes before the first record.
  public var beginning: String { format == .csv ? FileRecord.csvHeader(hasRatio: addsRatio) + "\n" : "" }

  /// What can be written once this record is known: a line, and one for each further command.
  public mutating func add(_ record: FileRecord) -> String {
    ([record] + record.further).map { line($0) }.joined()
  }

  private mutating func line(_ record: FileRecord) -> String {
    switch format {
    case .jsonl: return record.jsonLine(hasRatio: addsRatio, hasFeatures: addsFeatures) + "\n"
    case .csv: return record.csvLine(hasRatio: addsRatio) + "\n"
    case .table:
      table.add(record)
      return ""
    }
  }

  /// What comes after the last record.
  public var ending: String { format == .table ? table.text : "" }
}
