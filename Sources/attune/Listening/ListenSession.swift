import Aligner
import Batch
import Capture
import Recognition
import Upstream

/// Brings sound to a recogniser and its results to the output.
struct ListenSession: ~Copyable {
  private let recognizer: LiveRecognizer
  private let output: ListenOutput
  private var folder: UtteranceFolder?
  private var transcriber: UpstreamTranscriber?
  /// Played when a name was called; nil for silence.
  private let chime: Chime?
  private var summary = ListenSummary()
  /// The number that the next block has if nothing is lost.
  private var sequence: UInt64 = 0
  /// The text of the live line.
  private var text = ""
  /// The lost sound so far, in seconds.
  private var missing = 0.0

  init(
    recognizer: LiveRecognizer, output: ListenOutput, folder: UtteranceFolder?, transcriber: UpstreamTranscriber?,
    chime: Chime?
  ) {
    self.recognizer = recognizer
    self.output = output
    self.folder = folder
    self.transcriber = transcriber
    self.chime = chime
  }

  /// Listens until the microphone is stopped.
  ///
  /// - Parameter limit: stop after so many seconds of sound.
  consuming func run(_ microphone: Microphone, limit: Double?) async {
    while let block = await microphone.next() {
      await take(block)
      if let limit, recognizer.seconds >= limit { break }
      // Nobody is told anything any more.
      if output.failure != nil { break }
    }
    microphone.stop()
    await tell(at: .now) { $0.interrupt() }
    summary.seconds = recognizer.seconds
    summary.device = microphone.counts
    chime?.finish()
    output.end(summary)
  }

  private mutating func take(_ block: SoundBlock) async {
    if block.sequence != sequence, block.sequence > 0 {
      let lost = Double(block.sequence - sequence) * Double(SoundBlock.length) / Double(Recognizer.sampleRate)
      await tell(at: block.time) { $0.interrupt() }
      summary.gaps += 1
      output.gap(at: recognizer.seconds + missing, missing: lost)
      missing += lost
    }
    sequence = block.sequence + 1
    await tell(at: block.time) { $0.append(block.samples) }
    // Ten times a second.
    if sequence.isMultiple(of: 5) { output.show(level: recognizer.decibels, text: text) }
  }

  /// Lets the recogniser work, and tells what it noticed.
  ///
  /// - Parameter captured: when the last of the sound was captured.
  private mutating func tell(
    at captured: ContinuousClock.Instant, _ work: (LiveRecognizer) -> [LiveEvent]
  ) async {
    let begin = ContinuousClock.now
    for event in work(recognizer) {
      switch event {
      case .speech(let start): output.speech(start: start + missing)
      case .partial(let command):
        text = command.text
        output.partial(command, level: recognizer.decibels)
      case .noise: text = ""
      case .woken(let call):
        summary.woken += 1
        output.woken(call, from: missing)
        chime?.play { [output] in output.note("no chime: \($0)") }
      case .asleep(let time): output.asleep(at: time + missing)
      case .ended(let segment):
        text = ""
        await recognize(segment, begin: begin, captured: captured)
      }
    }
  }

  private mutating func recognize(
    _ segment: SpeechSegment, begin: ContinuousClock.Instant, captured: ContinuousClock.Instant
  ) async {
    do {
      let tokens = await transcriber?.transcript(of: segment.samples).map { [TranscriptToken($0)] } ?? []
      let results = try recognizer.recognize(segment, with: tokens)
      let (now, wait) = (ContinuousClock.now, segment.end - segment.speechEnd)
      let latency = Latency(
        wait: wait, computing: (now - begin) / .seconds(1), total: wait + (now - captured) / .seconds(1))
      let file = folder?.nextPath()
      var lines: [String] = []
      for result in results {
        summary.heard += 1
        if result.interpretation == nil { summary.rejected += 1 } else { summary.understood += 1 }
        if result.interpretation != nil { summary.latencies.append(latency) }
        lines.append(output.result(result, from: segment.start + missing, latency, file: file))
      }
      if let file { try UtteranceFolder.write(segment.samples, results: lines, to: file) }
    } catch {
      output.note(Explanation.text(of: error))
    }
  }
}
