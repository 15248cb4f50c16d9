public import Aligner
import Files

/// Finds the transcripts of sound files: the file of the same name with another ending.
public struct TranscriptFolder: Sendable {
  /// The endings of transcripts, the one that tells most first.
  public static let extensions = ["jsonl", "json", "ctm", "txt"]

  private let folder: String?

  /// - Parameter folder: where the transcripts are; nil for beside the sound.
  public init(_ folder: String?) { self.folder = folder }

  /// Whether there is such a folder.
  package var exists: Bool { folder.map { PathName.exists($0) } ?? true }

  /// Whether there is a transcript of a sound file, be it empty.
  public func hasTranscript(for sound: String) -> Bool { path(for: sound) != nil }

  /// The transcript of a sound file; no tokens where there is none.
  ///
  /// - Throws: `RecordingError.transcript`.
  public func tokens(for sound: String) throws(RecordingError) -> [TranscriptToken] {
    guard let path = path(for: sound) else { return [] }
    return try TranscriptFile(contentsOf: path).tokens
  }

  private func path(for sound: String) -> String? {
    let name = sound.lastPathComponent
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    let folder = folder ?? String(sound.dropLast(name.count))
    let prefix = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
    return Self.extensions.map { "\(prefix)\(stem).\($0)" }.first { PathName.exists($0) }
  }
}
