import TestSupport
import Testing

@testable import Batch

@Suite struct ResultReaderTests {
  /// What is written is read, in either format.
  @Test(arguments: [RecordFormat.jsonl, .csv]) func resultsAreReadAsTheyAreWritten(format: RecordFormat) throws {
    let folder = try TemporaryFolder()
    var records = ResultFileTests.records.map { record in
      var record = record
      // An object has a name but once.
      record.slots = Array(record.slots.prefix(1))
      return record
    }
    records[1].snr = 6
    for hasRatio in [false, true] {
      var writer = RecordWriter(format: format, addsRatio: hasRatio)
      let text = writer.beginning + records.map { writer.add($0) }.joined() + writer.ending
      let path = try folder.write(Array(text.utf8), to: "results.\(format.rawValue)")
      let read = try ResultReader.records(contentsOf: path)
      #expect(read.map(\.file) == records.map(\.file) && read.map(\.slots) == records.map(\.slots))
      #expect(read.map(\.intent) == records.map(\.intent) && read.map(\.error) == records.map(\.error))
      #expect(read.map(\.snr) == (hasRatio ? records.map(\.snr) : records.map { _ in nil }))
    }
  }

  @Test(arguments: [
    ("r.jsonl", "{\"file\": \"a\", \"intent\": null, \"slots\": {}}\n{\"file\": 1}\n", 2), ("r.jsonl", "{", 1),
    ("r.csv", "file,intent,slots\na,b,{}\nc\n", 3), ("r.csv", "file,intent,slots\na,b,[]\n", 2),
  ])
  func whatIsNoResultIsAnErrorWithItsLine(name: String, text: String, line: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(text.utf8), to: name)
    let error = #expect(throws: BatchError.self) { try ResultReader.records(contentsOf: path) }
    #expect(error?.description.hasPrefix("\(path):\(line): not results of attune score: ") == true)
  }
}
