/// Why recordings, or what is known about them, cannot be used as asked.
public enum RecordingError: Error, Hashable {
  /// There are no sound files in these folders.
  case noSoundFiles(paths: [String])
  /// A labels file that cannot be read, or is not in the benchmark's format.
  case labels(path: String, reason: String)
  /// The noise is shorter than the speech that it should cover. In samples.
  case noiseTooShort(noise: Int, speech: Int)
  /// A transcript that cannot be used; the line counts from 1 and is nil where it is not known.
  case transcript(path: String, line: Int?, problem: String)
  /// A manifest, or one of its rows, that cannot be used; the line counts from 1 and is nil for the whole.
  case manifest(path: String, line: Int?, problem: String)
  /// Something that was named or found, and is not what it should be.
  case found(path: String, problem: String)
}

extension RecordingError: CustomStringConvertible {
  /// One line: what, and what is wrong with it.
  public var description: String {
    switch self {
    case .noSoundFiles(let paths):
      paths.isEmpty
        ? "no sound files are named" : "\(paths.map(Self.named).joined(separator: ", ")): no sound files there"
    case .labels(let path, let reason): "\(path): not a labels file: \(reason)"
    case .noiseTooShort(let noise, let speech): "the noise has \(noise) samples, the speech \(speech)"
    case .transcript(let path, let line, let problem):
      "\(path):\(line.map { "\($0):" } ?? "") not a transcript: \(problem)"
    case .manifest(let path, let line?, let problem): "\(path):\(line): not a row of a manifest: \(problem)"
    case .manifest(let path, nil, let problem): "\(path): not a manifest: \(problem)"
    case .found(let path, let problem): "\(path): \(problem)"
    }
  }

  /// A path that is to be seen though it is empty.
  private static func named(_ path: String) -> String { path.isEmpty ? "''" : path }
}
