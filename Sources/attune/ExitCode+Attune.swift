import ArgumentParser

extension ExitCode {
  /// Some files could not be read or recognised.
  static let someFailed = ExitCode(1)

  /// Says why nothing could be done at all.
  static func nothingDone(_ error: some Error) -> ExitCode {
    StandardError.line("attune: \(error)")
    return ExitCode(2)
  }
}
