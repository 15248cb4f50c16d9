import Aligner
import Capture
import FoundationEssentials
import Recognition

/// A synthetic voice's command from Fixtures/, with the commands that it belongs to.
struct Clip {
  static let coffee = Clip(name: "synthetic-espeak-coffee-americano-milk.flac", commands: "coffee")
  static let lights = Clip(name: "synthetic-espeak-lights-on-kitchen.flac", commands: "lights")
  /// Both.
  static let all = [coffee, lights]

  /// The file in Fixtures/.
  let name: String
  /// The command file in config/, without `.yaml`.
  let commands: String

  /// 16 kHz, one channel.
  func samples() throws -> [Float] { try SoundFile.samples(of: Self.path("Fixtures/" + name)) }

  /// The sound, again and again.
  func samples(seconds: Int) throws -> [Float] {
    let once = try samples()
    return (0..<seconds * SoundFile.outputRate).map { once[$0 % once.count] }
  }

  /// What the network hears.
  func heard() throws -> HeardSound {
    let (model, samples) = (try AcousticModel(), try samples())
    var workspace = AcousticModel.Workspace()
    return model.sound(of: samples.span, using: &workspace)
  }

  /// What is said.
  func text() throws -> String {
    let table = try String(contentsOfFile: Self.path("Fixtures/transcripts.tsv"), encoding: .utf8)
    let rows = table.split(separator: "\n").map { $0.split(separator: "\t", maxSplits: 1).map(String.init) }
    guard let row = rows.first(where: { $0.first == name }), row.count == 2 else { throw NoTranscript(name: name) }
    return row[1]
  }

  /// The commands, compiled.
  func compiled() throws -> CommandSet { try CommandSet(contentsOf: [Self.path("config/\(commands).yaml")]) }

  /// A path from the repository's root, wherever the benchmarks are started.
  private static func path(_ relative: String) -> String {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return root.joined(separator: "/") + "/" + relative
  }

  /// A clip without its row in Fixtures/transcripts.tsv.
  private struct NoTranscript: Error { let name: String }
}
