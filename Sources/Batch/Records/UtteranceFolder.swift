import Capture
public import Files
import FoundationEssentials

/// A folder in which utterances are kept: the sound as FLAC, and the result under the same name as JSON.
public struct UtteranceFolder: Sendable {
  /// Where it is.
  public let path: String
  private var count = 0
  private let session: String

  /// Makes the folder where it is not there.
  public init(_ path: String) throws(OutputError) {
    self.path = path
    session = "\(Int64(Date.now.timeIntervalSince1970))"
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw OutputError(path: path, reason: "the folder cannot be made")
    }
  }

  /// The path of the next utterance's sound.
  public mutating func nextPath() -> String {
    count += 1
    let number = String(count)
    return "\(path)/\(session)-\(String(repeating: "0", count: max(0, 5 - number.count)))\(number).flac"
  }

  /// Keeps an utterance.
  ///
  /// - Parameters:
  ///   - path: what `nextPath` gave.
  ///   - results: lines of JSON.
  public static func write(_ samples: [Float], results: [String], to path: String) throws {
    try WholeFile.write(try SoundFile.flac(samples), to: path)
    let text = results.joined(separator: "\n") + "\n"
    try WholeFile.write(Array(text.utf8), to: path.dropLast(5) + ".json")
  }
}
