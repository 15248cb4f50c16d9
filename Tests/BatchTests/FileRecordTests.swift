import Commands
import Foundation
import Testing

@testable import Batch
@testable import Recognition
@testable import Recordings

@Suite struct FileRecordTests {
  static let understood: FileRecord = {
    let candidate = Interpretation(
      intent: "order",
      slots: [
        .init(name: "size", value: .text("large"), time: 0.5..<0.75, words: ["large"], confidence: 0.98765),
        .init(name: "shots", value: .integer(2), time: nil, words: []),
      ], words: [.init(text: "a", time: 0.25..<0.5), .init(text: "large", time: 0.5..<0.75)], score: -1)
    return FileRecord(file: "a.wav", result: result(candidate, threshold: 0))
  }()
  static let rejected = FileRecord(file: "b.wav", result: result(nil, threshold: 0))
  static let failed = FileRecord(file: "c.wav", error: RecordingError.noiseTooShort(noise: 1, speech: 2))

  static func result(_ candidate: Interpretation?, threshold: Double) -> RecognitionResult {
    RecognitionResult(
      candidate: candidate, confidence: .none, threshold: threshold, speech: candidate?.time, seconds: 1.23456,
      timings: .init())
  }

  @Test func goldenJSON() {
    #expect(
      Self.understood.jsonLine() == """
        {"file": "a.wav", "intent": "order", "slots": {"size": "large", "shots": 2}, "words": "a large", \
        "confidence": 0.0, "start": 0.25, "end": 0.75, "seconds": 1.235, "error": null, "warnings": [], \
        "slotConfidences": {"size": 0.988, "shots": null}, "guessed": {}}
        """)
    #expect(
      Self.rejected.jsonLine() == """
        {"file": "b.wav", "intent": null, "slots": {}, "words": null, "confidence": 0.0, "start": null, "end": null, \
        "seconds": 1.235, "error": null, "warnings": [], "slotConfidences": {}, "guessed": {}}
        """)
    #expect(
      Self.failed.jsonLine() == """
        {"file": "c.wav", "intent": null, "slots": {}, "words": null, "confidence": null, "start": null, "end": null, \
        "seconds": null, "error": "the noise has 1 samples, the speech 2", "warnings": [], \
        "slotConfidences": {}, "guessed": {}}
        """)
  }

  @Test func guessedWordsAreMarkedAndTheirPhonesStandBesideThem() {
    let candidate = Interpretation(
      intent: "add",
      slots: [
        .init(
          name: "item", value: .text("oat milk"), time: 0..<1, words: ["oat", "milk"], phones: "/OW T M IH L K/",
          isGuessed: true),
        .init(name: "list", value: .text("mine"), time: 1..<2, words: ["mine"], phones: "/M AY N/"),
      ], words: [.init(text: "oat", time: 0..<1)], score: -1)
    let record = FileRecord(file: "a.wav", result: Self.result(candidate, threshold: 0))
    #expect(record.jsonLine().hasSuffix(#", "guessed": {"item": "/OW T M IH L K/"}}"#))
    #expect(record.slots.map(\.text) == ["item=oat milk (guessed)", "list=mine"])
  }

  @Test func featuresAreTwoKeysMore() {
    var record = Self.rejected
    #expect(
      record.jsonLine(hasFeatures: true) == record.jsonLine().dropLast() + #", "features": null, "fusion": null}"#)
    let path = CommandPath(steps: [], final: nil, score: 0, logProbability: 0, frameCount: 0)
    let graph = CommandGraph(stateCount: 1, start: 0, arcs: [], finals: [], outputs: [])
    record.features = Confidence.Features(of: path, in: graph, heard: FreePhones(), margin: 2.5, text: 0.5)
    #expect(
      record.jsonLine(hasFeatures: true).hasSuffix(
        #", "features": {"path": null, "words": null, "weakestWord": null, "phones": 0, "margin": 2.5, "explained": 0.0, "pace": 0.0, "certainty": 0.0, "text": 0.5}, "fusion": null}"#
      ))
  }

  @Test func goldenCSV() {
    #expect(
      [Self.understood, Self.rejected, Self.failed].map { $0.csvLine() } == [
        #"a.wav,order,"{""size"": ""large"", ""shots"": 2}",a large,0.0,0.25,0.75,1.235,"#,
        "b.wav,,{},,0.0,,,1.235,", #"c.wav,,{},,,,,,"the noise has 1 samples, the speech 2""#,
      ])
  }

  @Test func goldenTable() {
    var writer = RecordWriter(format: .table)
    for record in [Self.understood, Self.rejected, Self.failed] { #expect(writer.add(record).isEmpty) }
    #expect(
      writer.beginning + writer.ending == """
        file   intent  slots                confidence  time
        a.wav  order   size=large, shots=2  0.00        0.25-0.75 s
        b.wav  -                            0.00
        c.wav  error: the noise has 1 samples, the speech 2

        """)
  }

  @Test(arguments: [
    "quote\".wav", "back\\slash.wav", "line\nfeed\r\n.wav", "\u{0}\u{1F}\u{7F}", "grüße 🎙.wav", "\u{2028}", "",
  ])
  func everyNameSurvivesJSON(name: String) throws {
    let line = FileRecord(file: name, error: BatchError.output(path: name, reason: name)).jsonLine()
    #expect(!line.utf8.contains(UInt8(ascii: "\n")))
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(object?["file"] as? String == name)
  }

  @Test(arguments: ["a,b", "\"", "\n", "\r", "\r\n", "plain"])
  func csvFieldsAreQuotedWhereTheyMustBe(name: String) {
    let line = FileRecord(file: name, result: Self.result(nil, threshold: 0)).csvLine()
    let quoted = name == "plain" ? name : "\"" + name.replacing("\"", with: "\"\"") + "\""
    #expect(line.unicodeScalars.starts(with: quoted.unicodeScalars))
  }

  @Test func theMessageDoesNotRepeatTheFile() {
    let error = BatchError.output(path: "x/a.wav", reason: "disk full")
    #expect(FileRecord(file: "x/a.wav", error: error).error == "cannot be written: disk full")
    #expect(FileRecord(file: "a.wav", error: error).error == "x/a.wav: cannot be written: disk full")
  }

  @Test func belowTheThresholdNothingIsUnderstood() {
    let candidate = Interpretation(intent: "order", slots: [], words: [], score: 0)
    let record = FileRecord(file: "", result: Self.result(candidate, threshold: 0.5))
    #expect(record.intent == nil && record.words == nil && record.confidence == 0)
  }
}
