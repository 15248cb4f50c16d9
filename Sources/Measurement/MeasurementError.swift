/// Why something cannot be measured as asked.
public enum MeasurementError: Error, Hashable {
  /// A table of what others have reached that cannot be used; the line counts from 1 and is nil for the whole.
  case published(path: String, line: Int?, problem: String)
  /// There is no program that speaks.
  case noSynthesizer(programs: [String])
  /// A program that speaks did not; `reason` is what became of it.
  case synthesizer(program: String, text: String, reason: String)
  /// A folder for what is spoken cannot be made.
  case output(path: String, reason: String)
}

extension MeasurementError: CustomStringConvertible {
  /// One line: what, and what is wrong with it.
  public var description: String {
    switch self {
    case .published(let path, let line, let problem):
      "\(path):\(line.map { "\($0):" } ?? "") not a table of published results: \(problem)"
    case .noSynthesizer(let programs):
      "no speech synthesiser is installed: apt-get install \(programs.joined(separator: " or "))"
    case .synthesizer(let program, let text, let reason): "\(program) did not speak '\(text)': \(reason)"
    case .output(let path, let reason): "\(path): cannot be written: \(reason)"
    }
  }
}
