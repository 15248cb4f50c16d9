import ArgumentParser
import AttuneClient
import Files
import Wire

/// `attune doctor`: what is wrong with this machine.
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks whether this machine has what Attune needs, and says what to do.",
    discussion: """
      A line for each thing that is looked at: microphone, processor, memory, weights, port, avahi, espeak-ng. It begins \
      with 'ok'; with 'absent' where something is not there that only some commands need; with 'unknown' where it could not \
      be found out; with 'wrong' where something that is needed is missing or broken. With --json a line is {"subject", \
      "verdict", "finding", "advice"}.

      Exit status: 0 when nothing is wrong; 1 when something is; 2 when nothing could be written; 64 for a mistake on the \
      command line.
      """)

  @Option(
    help: ArgumentHelp(
      "Where a server is, or is to be: tcp://host:port or unix:///path.", valueName: "address"))
  var host = ServerAddress.tcp(TCPAddress(host: "127.0.0.1", port: 10_400))

  @Flag(help: "Write a line of JSON for each thing.")
  var json = false

  func run() async throws {
    // Whatever else is to be looked at is added here.
    let examinations: [any Examination] = [
      SoundExamination(), ProcessorExamination(), MemoryExamination(), WeightsExamination(),
      PortExamination(address: host), AvahiExamination(), SpeechExamination(),
    ]
    var isWrong = false
    for examination in examinations {
      let finding = await examination.finding(on: .this)
      isWrong = isWrong || finding.verdict == .wrong
      let subject = examination.subject
      do {
        try StandardOutput.line(json ? finding.json(of: subject) : finding.line(of: subject).printableLine)
      } catch {
        throw ExitCode.nothingDone(error)
      }
    }
    if isWrong { throw ExitCode.someFailed }
  }
}
