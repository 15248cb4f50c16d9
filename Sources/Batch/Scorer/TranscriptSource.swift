import Aligner
public import Recordings
public import Upstream

/// Where the transcripts of a batch's files come from.
public enum TranscriptSource: Sendable {
  /// From nowhere.
  case none
  /// From files.
  case folder(TranscriptFolder)
  /// From another recogniser that hears the same sound.
  case upstream(UpstreamTranscriber)

  /// The transcript of a file; no tokens where there is none.
  ///
  /// - Parameters:
  ///   - file: the path.
  ///   - samples: the sound as it is recognised, with its noise: 16 kHz, one channel.
  /// - Throws: `RecordingError.transcript`.
  func tokens(for file: String, samples: [Float]) async throws -> [TranscriptToken] {
    switch self {
    case .none: []
    case .folder(let folder): try folder.tokens(for: file)
    case .upstream(let transcriber): await transcriber.transcript(of: samples).map { [TranscriptToken($0)] } ?? []
    }
  }
}
