import ArgumentParser
import Files
import Upstream
import Wire

/// Another speech recogniser that is asked for transcripts.
struct TranscriberOptions: ParsableArguments {
  @Option(
    name: .customLong("transcriber"),
    help: ArgumentHelp(
      """
      A speech recogniser that speaks the Wyoming protocol and is sent the sound of each file. After three files in a \
      row without a transcript it is not asked again.
      """, valueName: "tcp://host:port"))
  var address: TCPAddress?

  @Option(
    name: .customLong("transcriber-timeout"),
    help: ArgumentHelp(
      "How long a transcript may take; without one, a file is understood by sound alone. (default: 30)",
      valueName: "seconds"))
  var seconds: Double?

  func validate() throws {
    guard seconds.map({ (0.001...86_400).contains($0) }) ?? true else {
      throw ValidationError("--transcriber-timeout has to be between 0.001 and 86400.")
    }
    guard seconds == nil || address != nil else { throw ValidationError("--transcriber-timeout needs --transcriber.") }
  }

  /// The recogniser; nil where none was asked for.
  func transcriber() -> UpstreamTranscriber? {
    guard let address else { return nil }
    let timeout = seconds.map(Duration.seconds) ?? WyomingTranscriber.defaultTimeout
    let upstream = WyomingTranscriber(address: address, timeout: timeout)
    return UpstreamTranscriber(upstream, backOff: .batch) { error, failures in
      guard failures.inAll == 1 else { return }
      ProgressLine.clear()
      let reason = Explanation.text(of: error).printableLine
      StandardError.line("attune: \(address) \(reason); files without a transcript are understood by sound alone")
    }
  }
}
