import Foundation
import JSON
import TestSupport
import Wire

/// Makes sessions that are nearly right: what a client says, with mistakes of many kinds in it. The same seed makes the
/// same sessions.
struct SessionMutator {
  private var random: SplitMix64
  private let sound: [UInt8]

  /// - Parameter sound: 16-bit samples of which sessions are made.
  init(seed: UInt64, sound: [UInt8]) {
    random = SplitMix64(seed: seed)
    self.sound = sound
  }

  /// The bytes of the next session.
  mutating func session() -> [UInt8] {
    if chance(12) { return foreign() }
    var events = wellFormed()
    for _ in 0..<Int.random(in: 0...3, using: &random) { mutate(&events) }
    var bytes = events.flatMap { chance(4) ? Array(($0.line + "\n").utf8) : $0.encoded }
    for _ in 0..<Int.random(in: 0...3, using: &random) { mutate(&bytes) }
    return bytes
  }

  /// Where to cut bytes into portions.
  mutating func portions(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var portions: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = chance(3) ? Int.random(in: 1...20, using: &random) : rest.count
      portions.append(rest.prefix(count))
      rest = rest.dropFirst(count)
      if portions.count == 20 { return portions + [rest] }
    }
    return portions
  }

  /// True once in `count` times.
  mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  private mutating func wellFormed() -> [Event] {
    let words = [Transcript(text: "turn on the kitchen lights").event]
    let pieces = [TranscriptStart().event, TranscriptChunk(text: "turn on").event, TranscriptStop().event]
    let heard = [AudioStart(format: .speech).event] + chunks() + [AudioStop().event]
    switch Int.random(in: 0..<16, using: &random) {
    case 10: return Array(repeating: TranscriptChunk(text: String(repeating: "word ", count: 9000)).event, count: 3)
    case 11: return crumbs()
    case 12: return questions()
    case 13: return [Detect(names: ["ok_nabu"]).event, Transcribe(name: "tiny", language: "de").event] + heard
    case 14: return [Event("synthesize"), Event("select-program"), Event("run-pipeline"), Event("x")] + words
    case 15: return [Event("ping", data: ["z": .array(Array(repeating: .array([]), count: 20_000))])] + words
    case 0: return [Describe().event, Ping(text: "x").event]
    case 1: return words
    case 2: return [Recognize(text: "set the lights to fifty percent").event]
    case 3: return [Transcribe(context: ["partial": .bool(true)]).event] + heard
    case 4: return [Detect(names: ["setLight"]).event] + heard
    case 5: return Array(heard.prefix(2)) + words + heard.dropFirst(2)
    case 6: return pieces
    case 7: return [Detect(context: ["transcript": "expected"]).event] + heard + pieces
    case 8: return [Authenticate(token: "wrong").event] + words
    default: return heard
    }
  }

  /// What is not the protocol at all: a web page's request, a greeting of TLS, anything; and an order behind it.
  private mutating func foreign() -> [UInt8] {
    let order = Recognize(text: "turn on the kitchen lights").event.encoded
    let starts = [
      "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: \(order.count)\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\0\u{1}", "Host: x\r\n\r\n", "hello\n", "\0\n", "[]\n",
    ]
    let start = Array((starts.randomElement(using: &random) ?? "").utf8)
    return start + (chance(3) ? (0..<500).map { _ in UInt8.random(in: 0...255, using: &random) } : []) + order
  }

  /// Portions of sound that hold next to nothing, or nothing that can be heard.
  private mutating func crumbs() -> [Event] {
    let rate = [1, 50, 99, 16_000, 1_000_000_000].randomElement(using: &random) ?? 1
    let format = AudioFormat(rate: rate, width: 2, channels: 1)
    let samples = [UInt8](repeating: 1, count: 2 * Int.random(in: 0...3, using: &random))
    return Array(repeating: AudioChunk(format: format, samples: samples).event, count: chance(20) ? 300 : 50)
  }

  /// More questions than are answered at a time, each with something to be handed on.
  private mutating func questions() -> [Event] {
    let context: [String: JSONValue] = ["id": .text(String(repeating: "c", count: chance(4) ? 20_000 : 20))]
    return (0..<(chance(20) ? 100 : 15)).map { _ in
      Transcript(text: "turn on the kitchen lights", context: context).event
    }
  }

  private mutating func chunks() -> [Event] {
    let count = Int.random(in: 0...10, using: &random)
    let first = 2 * Int.random(in: 0...max(0, sound.count / 2 - 16_000), using: &random)
    return (0..<count).map { index in
      let start = min(sound.count, first + index * 3200)
      return AudioChunk(format: .speech, samples: Array(sound[start..<min(sound.count, start + 3200)])).event
    }
  }
}

extension SessionMutator {
  /// Mistakes that are events still.
  private mutating func mutate(_ events: inout [Event]) {
    guard let index = events.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: events.remove(at: index)
    case 1: events.insert(events[index], at: 0)
    case 2: events.shuffle(using: &random)
    case 3: interleave(&events, with: wellFormed())
    case 4: confuse(&events[index])
    case 5: events[index].payload = (0..<Int.random(in: 0...3000, using: &random)).map { UInt8(truncatingIfNeeded: $0) }
    case 6:
      events[index].type =
        ["", "audio-chunk", "intent", "error", "é\u{0}", "audio-stop"].randomElement(using: &random) ?? ""
    default: events += wellFormed()
    }
  }

  private mutating func interleave(_ events: inout [Event], with others: [Event]) {
    for event in others { events.insert(event, at: Int.random(in: 0...events.count, using: &random)) }
  }

  /// A value of another type, or out of all bounds.
  private mutating func confuse(_ event: inout Event) {
    let keys = ["rate", "width", "channels", "text", "context", "names", "audio", "timestamp", "token", "language"]
    let deep = (0..<40).reduce(JSONValue.null) { value, _ in .array([value]) }
    let values: [JSONValue] = [
      .null, .bool(true), 0, -1, .integer(.max), .integer(.min), .number(1e308), .number(-0.5), "", "x", .array([]),
      .object([:]), .array([1, "x", .null]), deep, .text(String(repeating: "y", count: 5000)), 3, 192_000,
      .integer(1 << 32),
    ]
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      event.data[keys.randomElement(using: &random) ?? ""] = values.randomElement(using: &random)
    }
  }

  /// Mistakes below the events.
  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0:
      for _ in 0..<8 {
        bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      }
    case 1: bytes.removeSubrange(place...)
    case 2: lie(&bytes)
    case 3: bytes.insert(contentsOf: Array(repeating: UInt8.random(in: 0...255, using: &random), count: 100), at: place)
    case 4: bytes.insert(contentsOf: Array(String(repeating: "{\"type\":", count: 500).utf8), at: place)
    case 5: bytes.insert(contentsOf: Array("\n\r\n\n \n".utf8), at: place)
    default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...50, using: &random)))
    }
  }

  /// A length that is not what follows.
  private mutating func lie(_ bytes: inout [UInt8]) {
    let key = Array((chance(2) ? "data_length\": " : "payload_length\": ").utf8)
    guard let place = bytes.firstRange(of: key) else { return }
    let digits = bytes[place.upperBound...].prefix { (0x30...0x39).contains($0) }.indices
    let lies = [
      "0", "1", "-1", "99999999999999999999", "9223372036854775807", "1000000", "1.5", "null", "\"7\"", "[]", "12",
    ]
    bytes.replaceSubrange(digits, with: Array((lies.randomElement(using: &random) ?? "").utf8))
  }
}
