import ArgumentParser
import Files

extension ExitCode {
  /// Some files could not be read or recognised, or something is wrong with the machine.
  static let someFailed = ExitCode(1)

  /// Says why nothing could be done at all. Where nobody reads the output any more, the process ends as the signal of a
  /// broken pipe ends it, and says nothing.
  static func nothingDone(_ error: any Error) -> ExitCode {
    if (error as? OutputError)?.isBrokenPipe ?? false { StandardStreams.endByBrokenPipe() }
    StandardError.line("attune: " + Explanation.text(of: error).printableLine)
    return ExitCode(2)
  }
}
