import Batch
import Capture
import Files
import JSON
import Recognition
import Recordings
import Synchronization

/// What `attune listen` writes: results to standard output, everything else, with a live line where a person looks on, to
/// standard error. The device tells its news from its own thread.
final class ListenOutput: Sendable {
  private let asJSON: Bool
  /// What stands in the live line.
  private let line = Mutex("")
  /// Why standard output could not be written.
  private let problem = Mutex<OutputError?>(nil)

  /// - Parameter asJSON: write lines of JSON, for a program.
  init(asJSON: Bool) { self.asJSON = asJSON }

  /// Listening begins.
  ///
  /// - Parameter names: what wakes; none where nobody has to call.
  func begin(device: String, format: CaptureFormat, names: [String]) {
    note("listening to \(device): \(format); Ctrl-C ends")
    if !names.isEmpty { note("asleep until somebody says " + names.map { "\"\($0)\"" }.joined(separator: " or ")) }
    tell("listening", device: device, format: format)
  }

  /// Something happened to the device.
  func tell(_ notice: Microphone.Notice, of device: String) {
    switch notice {
    case .overrun: note("\(device): sound was lost: it was not read in time")
    case .suspended: note("\(device): the machine was asleep")
    case .lost(let reason): note("\(device): lost: \(reason); waiting until it is there again")
    case .found(let format): note("\(device): there again: \(format)")
    }
    switch notice {
    case .overrun: tell("overrun", device: device)
    case .suspended: tell("suspended", device: device)
    case .lost(let reason): tell("lost", device: device, reason: reason)
    case .found(let format): tell("found", device: device, format: format)
    }
  }

  private func tell(_ state: String, device: String, reason: String? = nil, format: CaptureFormat? = nil) {
    guard asJSON else { return }
    var object = JSONText()
    object.add("event", "device")
    object.add("state", state)
    object.add("device", device)
    if let reason { object.add("reason", reason) }
    if let format { object.add("format", "\(format)") }
    write(object.closed)
  }

  /// Somebody begins to speak.
  func speech(start: Double) {
    guard asJSON else { return }
    var object = JSONText()
    object.add("event", "speech")
    object.add("start", start)
    write(object.closed)
  }

  /// A name was called.
  ///
  /// - Parameter start: when the sound began that its times are counted from, in seconds.
  func woken(_ call: WakeCall, from start: Double) {
    note("\"\(call.text)\": listening")
    guard asJSON else { return }
    var object = JSONText()
    object.add("event", "woken")
    object.add("intent", call.intent)
    object.add("words", call.text)
    object.add("confidence", call.confidence)
    object.add("start", call.time.lowerBound + start)
    object.add("end", call.time.upperBound + start)
    write(object.closed)
  }

  /// Nobody is listened to until the next call.
  func asleep(at time: Double) {
    note("asleep")
    guard asJSON else { return }
    var object = JSONText()
    object.add("event", "asleep")
    object.add("time", time)
    write(object.closed)
  }

  /// What seems to be said.
  func partial(_ command: PartialCommand, level: Float) {
    show(level: level, text: command.text)
    guard asJSON else { return }
    var object = JSONText()
    object.add("event", "partial")
    object.add("intent", command.intent)
    var slots = JSONText()
    for slot in command.slots { slots.add(slot.name, json: slot.value.map(JSONText.value)) }
    object.add("slots", json: slots.closed)
    object.add("words", command.text)
    write(object.closed)
  }

  /// What was said: a line of standard output, in JSON or for a person.
  ///
  /// - Parameters:
  ///   - start: when the segment began, in seconds.
  ///   - file: where the sound is kept.
  /// - Returns: the line in JSON.
  func result(_ result: RecognitionResult, from start: Double, _ latency: Latency, file: String?) -> String {
    let record = FileRecord(file: file ?? "", result: result)
    let line = record.utteranceLine(from: start, latency: latency, file: file)
    write(asJSON ? line : Self.text(record, latency))
    return line
  }

  /// A result for a person.
  private static func text(_ record: FileRecord, _ latency: Latency) -> String {
    let time = "(\(JSONText.rounded(latency.total)) s)"
    guard let intent = record.intent else { return "no command  \(time)" }
    let slots = record.slots.map(\.text).joined(separator: ", ")
    let words = record.words.map { "\"\($0)\"" } ?? ""
    return [intent, slots, JSONText.rounded(record.confidence ?? 0), words, time].filter { !$0.isEmpty }
      .joined(separator: "  ")
  }

  /// Sound was lost.
  func gap(at start: Double, missing: Double) {
    guard asJSON else { return }
    var object = JSONText()
    object.add("event", "gap")
    object.add("start", start)
    object.add("seconds", missing)
    write(object.closed)
  }

  /// The end.
  func end(_ summary: ListenSummary) {
    clear()
    if asJSON { write(summary.json) }
    StandardError.line(summary.text)
  }

  /// Tells a person something.
  func note(_ text: String) {
    clear()
    StandardError.line("attune: " + text.printableLine)
  }

  /// Shows the level of the sound and a text in the live line.
  func show(level: Float, text: String) {
    guard StandardError.isTerminal else { return }
    // -72 to 0 dB in steps of 3.
    let filled = Int(max(0, min(24, (level + 72) / 3)))
    let bar = String(repeating: "|", count: filled) + String(repeating: ".", count: 24 - filled)
    line.withLock { line in
      let new = "[\(bar)] \(text.printableLine)"
      guard new != line else { return }
      line = new
      var stream = StandardError()
      stream.write("\r\u{1B}[K\(new)")
    }
  }

  private func clear() {
    guard StandardError.isTerminal else { return }
    line.withLock { line in
      guard !line.isEmpty else { return }
      line = ""
      var stream = StandardError()
      stream.write("\r\u{1B}[K")
    }
  }

  /// Why standard output could not be written; nil where it could.
  var failure: OutputError? { problem.withLock(\.self) }

  /// Writes a line of standard output at once.
  private func write(_ text: String) {
    clear()
    do throws(OutputError) { try StandardOutput.line(text) } catch { problem.withLock { $0 = $0 ?? error } }
  }
}
