import Capture
import Files
import FoundationEssentials
import Glibc

extension Synthesizer {
  /// What is installed of espeak-ng and flite.
  ///
  /// - Parameters:
  ///   - count: how many voices to have, at least 1; fewer where there are not so many. They alternate between the
  ///     programs.
  ///   - path: where programs are looked for: folders with colons between them.
  /// - Throws: `MeasurementError.noSynthesizer`, or `.output` where there is no place for temporary files.
  public static func installed(voices count: Int, path: String) throws(MeasurementError) -> Synthesizer {
    precondition(count >= 1)
    let programs = SpeechProgram.allCases.compactMap { program in
      InstalledProgram.path(of: program.rawValue, in: path).map { (program: program, path: $0) }
    }
    guard !programs.isEmpty else { throw .noSynthesizer(programs: SpeechProgram.allCases.map(\.rawValue)) }
    let paths = Dictionary(uniqueKeysWithValues: programs.map { ($0.program.rawValue, $0.path) })
    let lists = programs.map(\.program.voices)
    let turns = (0..<(lists.map(\.count).max() ?? 0)).flatMap { turn in
      lists.compactMap { turn < $0.count ? $0[turn] : nil }
    }
    let files = try TemporaryFiles()
    return Synthesizer(voices: Array(turns.prefix(count))) { text, voice in
      guard let program = SpeechProgram(rawValue: voice.synthesizer), let executable = paths[voice.synthesizer] else {
        throw MeasurementError.noSynthesizer(programs: [voice.synthesizer])
      }
      let file = files.next(".wav")
      defer { unlink(file) }
      let ending = ChildProcess.run(executable, program.arguments(saying: text, with: voice, to: file))
      guard ending == .status(0), access(file, R_OK) == 0 else {
        let reason = ending == .status(0) ? "it wrote nothing" : "\(ending)"
        throw MeasurementError.synthesizer(program: voice.synthesizer, text: text, reason: reason)
      }
      return try SoundFile.samples(of: file)
    }
  }
}
