import ArgumentParser
import Files
import Glibc
import Kernels

/// The command line. Results go to standard output, everything else to standard error.
@main struct Attune: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attune",
    abstract: "Recognises spoken commands, offline.",
    discussion: """
      What can be said stands in command files: YAML, in Home Assistant's sentence format or Picovoice Rhino's. A \
      change to them needs no training.

      attune --version --verbose names the code that computes on this processor, too.

      Exit status: 0 when all is well; 1 when some files could not be read or recognised; 2 when nothing could be done \
      at all; 64 for a mistake on the command line.
      """,
    version: "0.1.1",
    subcommands: [
      Listen.self, ConsoleCommand.self, Serve.self, Send.self, HomeAssistantNames.self, Devices.self, Doctor.self,
      Score.self, Compare.self,
      Check.self, Wake.self, Enroll.self, Rehearse.self,
      Align.self, Embed.self, Search.self, CompareFusion.self, Curve.self,
      MakeBackground.self, Posteriors.self,
    ])

  /// Runs the command that the arguments name.
  static func main() async {
    StandardStreams.secure()
    let arguments = arguments()
    do {
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error, isVerbose: arguments.contains("--verbose"))
    }
  }

  /// The arguments, of which some may be names of files that are not UTF-8.
  private static func arguments() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { argument in
        PathName.text(
          UnsafeBufferPointer(start: argument, count: strlen(argument)).map { UInt8(truncatingIfNeeded: $0) })
      }
    }
  }

  /// Says what an error says, on standard output where it is what was asked for, and ends.
  private static func end(with error: any Error, isVerbose: Bool) -> Never {
    let (message, code) = (fullMessage(for: error), exitCode(for: error))
    // The parser answers --version by itself, whatever stands beside it.
    let text = isVerbose && message == configuration.version ? "\(message)\n\(ProcessorKernels.current)" : message
    if !text.isEmpty {
      do {
        if code.isSuccess { try StandardOutput.line(text) } else { StandardError.line(text) }
      } catch {
        Glibc.exit(ExitCode.nothingDone(error).rawValue)
      }
    }
    Glibc.exit(code.rawValue)
  }
}
