import Commands
import TestSupport
import Testing

@testable import Recordings

@Suite struct LabelsTests {
  @Test func labelsAreReadFromTheBenchmarksFormat() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      Array(
        #"{"a.flac": {"intent": "order", "slots": {"size": "large", "shots": 2}}, "b.flac": {"intent": "x", "slots": {}}}"#
          .utf8),
      to: "labels.json")
    let labels = try Labels(contentsOf: path)
    #expect(labels["x/y/a.flac"] == .init(intent: "order", slots: ["size": .text("large"), "shots": .integer(2)]))
    #expect(labels["b.flac"]?.slots.isEmpty == true && labels["c.flac"] == nil)
  }

  @Test(arguments: ["", "[]", "{\"a\": 1}", "{\"a\": {\"intent\": null, \"slots\": {}}}"])
  func otherFilesAreRefused(text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(text.utf8), to: "labels.json")
    #expect(throws: RecordingError.self) { try Labels(contentsOf: path) }
    #expect(throws: RecordingError.self) { try Labels(contentsOf: path + "x") }
  }

  /// A label that is wrong is named with its file and its line, without any type of ours.
  @Test(arguments: [
    ("{\n\"a\": 1}", "line 2: 'a' has no object"), ("{\"a\": {}}", "line 1: 'a' has no 'intent'"),
    ("{\"a\": {\"intent\": \"x\"}}", "line 1: 'a' has no 'slots'"), ("[]", "line 1: no object of file names"),
    ("{\"a\": {\"intent\": 1, \"slots\": {}}}", "line 1: the intent of 'a' is not in quotes"),
    ("{\"a\": {\"intent\": \"x\", \"slots\": {\"s\": []}}}", "line 1: the slot 's' of 'a' is no text or number"),
  ])
  func wrongLabelsSayWhere(text: String, reason: String) throws {
    let file = try TemporaryFile(text)
    #expect(throws: RecordingError.labels(path: file.path, reason: reason)) { try Labels(contentsOf: file.path) }
  }
}
