import Files

/// Why a batch could not be scored as asked.
public enum RecordingError: Error, Hashable {
  /// There are no sound files in these folders.
  case noSoundFiles(paths: [String])
  /// A labels file that cannot be read, or is not in the benchmark's format.
  case labels(path: String, reason: String)
  /// The noise is shorter than the speech that it should cover. In samples.
  case noiseTooShort(noise: Int, speech: Int)
  /// A transcript that cannot be used; the line counts from 1 and is nil where it is not known.
  case transcript(path: String, line: Int?, problem: String)
  /// There is no program that speaks.
  case noSynthesizer(programs: [String])
  /// A program that speaks did not; `reason` is what became of it.
  case synthesizer(program: String, text: String, reason: String)
  /// A manifest, or one of its rows, that cannot be used; the line counts from 1 and is nil for the whole.
  case manifest(path: String, line: Int?, problem: String)
  /// A run that was broken off and cannot be continued as asked.
  case resume(path: String, problem: String)
  /// A file of results that cannot be used; the line counts from 1 and is nil for the whole.
  case results(path: String, line: Int?, problem: String)
  /// A table of what others have reached that cannot be used; the line counts from 1 and is nil for the whole.
  case published(path: String, line: Int?, problem: String)
  /// Something in a folder that has the name of a sound file, and is none.
  case found(path: String, problem: String)
  /// The output file cannot be written; `reason` is the system's.
  case output(path: String, reason: String)

  /// What cannot be written.
  init(_ error: OutputError) { self = .output(path: error.path, reason: error.reason) }
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
    case .noSynthesizer(let programs):
      "no speech synthesiser is installed: apt-get install \(programs.joined(separator: " or "))"
    case .synthesizer(let program, let text, let reason): "\(program) did not speak '\(text)': \(reason)"
    case .manifest(let path, let line?, let problem): "\(path):\(line): not a row of a manifest: \(problem)"
    case .manifest(let path, nil, let problem): "\(path): not a manifest: \(problem)"
    case .resume(let path, let problem): "\(path): cannot be continued: \(problem)"
    case .results(let path, let line, let problem):
      "\(path):\(line.map { "\($0):" } ?? "") not results of attune score: \(problem)"
    case .published(let path, let line, let problem):
      "\(path):\(line.map { "\($0):" } ?? "") not a table of published results: \(problem)"
    case .found(let path, let problem): "\(path): \(problem)"
    case .output(let path, let reason): "\(path): cannot be written: \(reason)"
    }
  }

  /// A path that is to be seen though it is empty.
  private static func named(_ path: String) -> String { path.isEmpty ? "''" : path }
}
