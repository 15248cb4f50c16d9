import Batch
import Commands
import Files
import JSON
import Recognition
import Recordings
import Synchronization

/// A folder of utterances as `attune listen --save` keeps them, with a list of those that somebody has judged, which `attune
/// score --manifest` reads.
final class KeptUtterances: Sendable {
  /// The name of the list in the folder.
  static let list = "manifest.jsonl"
  /// The most bytes of a list.
  private static let limit = 64 << 20

  private let folder: Mutex<UtteranceFolder>
  let path: String

  /// Makes the folder where it is not there.
  init(_ path: String) throws(OutputError) {
    folder = Mutex(try UtteranceFolder(path))
    self.path = path
  }

  /// Keeps the sound of an utterance with its results.
  ///
  /// - Returns: the path of the sound.
  func keep(_ samples: [Float], _ results: [RecognitionResult], from start: Double, _ latency: Latency) throws -> String
  {
    let file = folder.withLock { $0.nextPath() }
    let lines = results.map {
      FileRecord(file: file, result: $0).utteranceLine(from: start, latency: latency, file: file)
    }
    try UtteranceFolder.write(samples, results: lines, to: file)
    return file
  }

  /// Writes what an utterance meant into the list, in the place of what stood there of it.
  ///
  /// - Parameter meant: nil for no command.
  func label(_ file: String, meant: Interpretation?, _ verdict: Utterance.Verdict) throws {
    var object = JSONText()
    object.add("path", String(file.split(separator: "/").last ?? ""))
    object.add("intent", meant?.intent)
    var slots = JSONText()
    for slot in meant?.slots ?? [] { slots.add(slot.name, json: JSONText.value(slot.value)) }
    object.add("slots", json: slots.closed)
    object.add("verdict", verdict.rawValue)
    let (row, list) = (object.closed, "\(path)/\(Self.list)")
    let start = row.prefix { $0 != "," }
    try folder.withLock { _ in
      let old = (try? InputFile.text(of: list, limit: Self.limit)) ?? []
      let others = String(decoding: old, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix(start + ",") }
      try WholeFile.write(Array((others.map(String.init) + [row]).joined(separator: "\n").utf8) + [0x0A], to: list)
    }
  }
}
