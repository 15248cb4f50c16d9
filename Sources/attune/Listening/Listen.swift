import Aligner
import ArgumentParser
import Batch
import Capture
import Recognition
import Service
import Upstream
import Wire

/// `attune listen`: commands as they are spoken.
struct Listen: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Listens to a microphone and tells each command as soon as it has been spoken.",
    discussion: """
      The device is any of ALSA's (attune devices lists them); it may have any rate from 8 to 192 kHz and up to 8 \
      channels. If it is unplugged, attune says so and goes on when it is there again. Ctrl-C ends with a summary.

      Standard output has a line for each command; with --json it has lines of JSON and nothing else: {"event": \
      "speech" | "partial" | "result" | "woken" | "asleep" | "gap" | "device" | "summary", ...}. A "result" has the keys "intent" to "end" of \
      attune score, "file" where the sound is kept, and "latency" in seconds: "wait", the silence after the last sound \
      of the command that told that it was over, "computing", and "total", from that last sound to the result. Times \
      are in seconds since the beginning.

      Silence ends a command: soon where nothing could be added to it, late where it is incomplete (0.2 and 1.2 s by \
      default). Several commands may be said in one breath. A command lasts 12 s at most.

      With --wake it sleeps until it is called by a name, which is a line of text and needs no training: "computer, turn \
      on the lights" in one breath or with a pause. What is said before the name is not told. attune wake says what a \
      name is worth.

      Exit status: 0 when it was ended; 2 when it could not listen; 64 for a mistake on the command line.
      """)

  @OptionGroup var commandOptions: CommandOptions

  @OptionGroup var falseAccepts: FalseAcceptOptions

  @Option(
    help:
      "Whom the sound is meant for: a microphone that is always open overhears, and needs more to believe a command.")
  var mode = HearingMode.overheard

  @OptionGroup var wake: WakeOptions

  @Option(help: "ALSA's name of the device.")
  var device = "default"

  @Option(help: "The channel to hear, from 1. (default: the mean of all)")
  var channel: Int?

  @Flag(help: "Write lines of JSON.")
  var json = false

  @Option(help: "How long to wait for more after a silence.")
  var patience = Endpointer.Patience.default

  @Option(
    help: ArgumentHelp("Keep each utterance as FLAC in this folder, with its result beside it.", valueName: "folder"))
  var save: String?

  @Option(help: ArgumentHelp("End after so many seconds of sound.", valueName: "seconds"))
  var seconds: Double?

  @Option(
    name: .customLong("transcriber"),
    help: ArgumentHelp(
      """
      A speech recogniser that speaks the Wyoming protocol and is sent the sound of each utterance; its transcript joins \
      the sound. Without an answer the sound alone decides.
      """, valueName: "tcp://host:port"))
  var address: TCPAddress?

  @Option(
    name: .customLong("transcriber-timeout"),
    help: ArgumentHelp("How long a transcript may take. (default: 5)", valueName: "seconds"))
  var timeout: Double?

  @Option(help: "Hear sound as it comes, or each utterance again as a whole, which costs more.")
  var encoder = EncoderOption.streaming

  @Flag(
    inversion: .prefixedNo, help: "Where it is addressed, hear again what is in doubt, as the other --encoder hears.")
  var secondOpinion = true

  @Option(name: .customLong("fusion"), help: "How transcripts join the sound, as in attune score.")
  var fusion = FusionName.late

  func validate() throws {
    guard falseAccepts.perHour == nil || mode == .overheard else {
      throw ValidationError("--false-accepts is for what is overheard.")
    }
    guard channel ?? 1 >= 1 else { throw ValidationError("--channel has to be 1 or more.") }
    guard seconds ?? 1 > 0 else { throw ValidationError("--seconds has to be above 0.") }
    guard timeout.map({ (0.001...86_400).contains($0) }) ?? true else {
      throw ValidationError("--transcriber-timeout has to be between 0.001 and 86400.")
    }
    guard timeout == nil || address != nil else { throw ValidationError("--transcriber-timeout needs --transcriber.") }
  }

  func run() async throws {
    do {
      let commands = try commands()
      let awake = try wake.time(for: commands)
      // Names are heard again in any case, and then there is a network for commands too.
      let secondEars = encoder.secondEars(mode, opinion: secondOpinion || awake != nil)
      let recognizer = LiveRecognizer(
        of: commands, ears: try encoder.ears(), secondEars: secondEars, patience: patience,
        awake: awake)
      let output = ListenOutput(asJSON: json)
      let microphone = try Microphone(device: device, channel: channel) { [device] in output.tell($0, of: device) }
      let session = try ListenSession(
        recognizer: recognizer, output: output, folder: save.map { try UtteranceFolder($0) },
        transcriber: transcriber(output), chime: wake.chime ? Chime() : nil)
      output.begin(
        device: device, format: microphone.format, names: recognizer.isAsleep ? commands.wakePhrases.map(\.phrase) : [])
      let interruption = Interruption { microphone.stop() }
      await session.run(microphone, limit: seconds)
      interruption.cancel()
      if let failure = output.failure { throw failure }
    } catch let mistake as ValidationError {
      throw mistake
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }

  private func commands() throws -> CommandSet {
    var commands = try commandOptions.commands(wakingBy: wake.phrases)
    commands.settings.mode = mode
    try falseAccepts.apply(to: &commands, asNames: try wake.time(for: commands) != nil)
    if address != nil {
      commands.settings.fusion = fusion.fusion(lexicon: commands.lexicon, aligner: try CrossModalAligner())
    }
    return commands
  }

  private func transcriber(_ output: ListenOutput) -> UpstreamTranscriber? {
    address.map { address in
      let upstream = WyomingTranscriber(address: address, timeout: timeout.map(Duration.seconds) ?? .seconds(5))
      return UpstreamTranscriber(upstream, backOff: .live) { error, failures in
        if failures.inARow == 1 { output.note("\(address) \(error); the sound alone decides") }
      }
    }
  }
}
