import JSON
import Testing

@testable import Wire

@Suite struct EventDecoderTests {
  /// Every way in which an event may be written, and what is wrong but leaves the next one to be found.
  static let stream = bytes(
    "{\"type\":\"describe\"}\n",
    "{\"type\": \"a\", \"data\": {\"x\": 1, \"y\": null}, \"version\": \"1.0.0\", \"new\": []}\r\n",
    "{\"type\": \"b\", \"data\": {\"x\": 1, \"y\": 2}, \"data_length\": 20, \"payload_length\": 5}\n{\"y\": \"é\\n\", \"z\":3}\n}{\"\n",
    "\r\n \n",
    "nonsense\n",
    "{\"type\": 7, \"data_length\": 2, \"payload_length\": 3}\n{}\n\n\n",
    "{\"type\": \"c\", \"data_length\": 2}\n[]",
    "{\"data_length\": null, \"payload_length\": 0}\n",
    "[]\n",
    "{\"type\": \"d\", \"data\": null, \"data_length\": 0, \"payload_length\": null}\n",
    "{\"type\": \"e\", \"payload_length\": 3}\nxyz",
    "{\"type\": \"last\"}")
  static let outcomes: [Outcome] = [
    .success(Event("describe")), .success(Event("a", data: ["x": 1, "y": .null])),
    .success(Event("b", data: ["x": 1, "y": "é\n", "z": 3], payload: Array("\n}{\"\n".utf8))),
    .failure(.malformedHeader(byte: 204, problem: "a value was expected")),
    .failure(.malformedHeader(byte: 222, problem: "the type is not in quotes")),
    .failure(.malformedData(byte: 301, problem: "no object")),
    .failure(.malformedHeader(byte: 303, problem: "no 'type'")),
    .failure(.malformedHeader(byte: 346, problem: "no object")), .success(Event("d")),
    .success(Event("e", payload: Array("xyz".utf8))), .success(Event("last")),
  ]

  @Test func theWholeStream() { #expect(Self.decode([Self.stream]) == Self.outcomes) }

  @Test func everySplitIntoTwo() {
    for index in 0...Self.stream.count {
      let portions = [Array(Self.stream[..<index]), Array(Self.stream[index...])]
      #expect(Self.decode(portions) == Self.outcomes, "split at \(index)")
    }
  }

  @Test func byteByByteAndAtRandom() {
    #expect(Self.decode(Self.stream.map { [$0] }) == Self.outcomes)
    for _ in 0..<500 { #expect(Self.decode(Self.cut(Self.stream)) == Self.outcomes) }
  }

  /// What no event can follow: the same error at the same byte, however it is cut, and again when asked again.
  @Test(arguments: [
    ("{\"type\": \"a\"}\n{\"data_length\": -1}\n", WireError.malformedLength(byte: 30, key: "data_length")),
    ("{\"type\": \"a\", \"payload_length\": 1.5}\n", .malformedLength(byte: 32, key: "payload_length")),
    ("{\"type\": \"a\", \"payload_length\": \"9\"}\n", .malformedLength(byte: 32, key: "payload_length")),
    ("{\"type\": \"a\", \"data_length\": 99999999999999999999}\n", .malformedLength(byte: 29, key: "data_length")),
    ("{\"type\": \"a\", \"data_length\": 41}\n", .dataTooLong(byte: 29, length: 41, limit: 40)),
    (
      "{\"type\": \"a\", \"payload_length\": 10000000000}\n",
      .payloadTooLong(byte: 32, length: 10_000_000_000, limit: 50)
    ),
    ("{\"type\": \"a\"}\n" + String(repeating: " ", count: 65) + "\n", .headerTooLong(byte: 14, limit: 64)),
    (String(repeating: "a", count: 1000), .headerTooLong(byte: 0, limit: 64)),
    ("{\"type\": \"a\", \"data_length\": 3}\n{}", .truncated(byte: 34)),
    ("{\"type\": \"a\", \"payload_length\": 3}", .truncated(byte: 34)),
  ])
  func whatCannotBeFollowedEndsTheStream(text: String, error: WireError) {
    let limits = EventLimits(header: 64, data: 40, payload: 50)
    let bytes = Array(text.utf8)
    #expect(!error.isRecoverable && error.description.hasPrefix("byte \(error.byte): "))
    for index in 0...bytes.count {
      let found = Self.decode([Array(bytes[..<index]), Array(bytes[index...])], limits: limits)
      #expect(found.last == .failure(error), "split at \(index)")
    }
    var decoder = EventDecoder(limits: limits)
    decoder.append(bytes)
    decoder.finish()
    while (try? decoder.next()) != nil {}
    for _ in 0..<2 { #expect(throws: error) { try decoder.next() } }
  }

  /// A limit is the most that is allowed, and is noticed before what is too long has come.
  @Test func limitsAreExact() throws {
    let limits = EventLimits(header: 30, data: 8, payload: 3)
    let fits = "{\"type\":\"a\",\"data_length\":8}  \n{\"a\": 1}"
    #expect(Self.decode([Array(fits.utf8)], limits: limits) == [.success(Event("a", data: ["a": 1]))])
    var decoder = EventDecoder(limits: limits)
    decoder.append(Array("{\"type\":\"payload_length\":4    ".utf8))
    #expect(try decoder.next() == nil)
    decoder.append([0x20])
    #expect(throws: WireError.headerTooLong(byte: 0, limit: 30)) { try decoder.next() }
  }

  /// Brackets cost a hundred times what a byte of text does; the next event is found all the same.
  @Test func valuesAreCounted() throws {
    let limits = EventLimits(values: 100)
    let deep = "[" + String(repeating: "[[]],", count: 60) + "1]"
    let data = "{\"z\":\(deep)}"
    let text = "{\"z\":\"\(String(repeating: "[,{\\\"", count: 200))\"}"
    let stream = [
      "{\"type\":\"a\",\"data\":\(data)}\n", "{\"type\":\"b\",\"data_length\":\(data.utf8.count)}\n\(data)",
      "{\"type\":\"c\",\"data_length\":\(text.utf8.count)}\n\(text)", "{\"type\":\"d\"}\n",
    ]
    let outcomes = Self.decode([Array(stream.joined().utf8)], limits: limits)
    guard outcomes.count == 4, case .success(let c) = outcomes[2] else {
      Issue.record("\(outcomes)")
      return
    }
    #expect(outcomes[0] == .failure(.tooManyValues(byte: 0, limit: 100)))
    #expect(outcomes[1] == .failure(.tooManyValues(byte: stream[0].utf8.count + 31, limit: 100)))
    #expect(c.type == "c" && outcomes[3] == .success(Event("d")))
  }

  /// A client that is idle holds nothing of the largest event that it sent, whatever else came with it.
  @Test func largeEventsAreNotKept() throws {
    var decoder = EventDecoder()
    decoder.append(Event("a", payload: [UInt8](repeating: 0, count: 1 << 20)).encoded + Array("{\"type\":".utf8))
    #expect(decoder.held > 1 << 20)
    #expect(try decoder.next() != nil)
    #expect(try decoder.next() == nil)
    #expect(decoder.held == 0)
  }

  @Test func whateverIsEncodedIsDecoded() {
    var events: [Event] = [Transcribe(language: "en").event, AudioStart(format: .speech).event, AudioStop().event]
    for index in 0..<200 {
      let data: [String: JSONValue] = index % 3 == 0 ? [:] : ["text": .text("é\n\"\(index)"), "n": .integer(index)]
      let payload = (0..<(index % 4) * 300).map { _ in UInt8.random(in: 0...255) }
      events.append(Event("t\(index)", data: data, payload: payload))
    }
    let stream = events.flatMap(\.encoded)
    for _ in 0..<5 { #expect(Self.decode(Self.cut(stream)) == events.map { .success($0) }) }
  }

  @Test func whateverComesEndsAndIsTheSameForEveryCut() {
    let stems = [Self.stream, Array("{\"type\":\"x\",\"payload_length\":4}\n1234".utf8)]
    for round in 0..<300 {
      var bytes = stems[round % 2]
      for _ in 0..<Int.random(in: 1...4) { bytes[Int.random(in: bytes.indices)] = .random(in: 0...255) }
      let limits = EventLimits(header: 120, data: 100, payload: 100)
      let whole = Self.decode([bytes], limits: limits)
      for _ in 0..<3 { #expect(Self.decode(Self.cut(bytes), limits: limits) == whole) }
    }
  }

  /// A long line and a large payload in small portions, and many small events in one: quadratic work would take hours.
  @Test(.timeLimit(.minutes(2))) func workGrowsWithTheBytesAlone() throws {
    let size = 1 << 22
    var decoder = EventDecoder(limits: EventLimits(header: size + 100, payload: size))
    let header =
      Array("{\"type\": \"x\", \"payload_length\": \(size), \"pad\": \"".utf8) + Array(repeating: 0x20, count: size)
    let portion = [UInt8](repeating: 0x20, count: 512)
    decoder.append(Array(header[..<(header.count - size)]))
    for _ in 0..<size / 512 - 1 {
      decoder.append(portion)
      #expect(try decoder.next() == nil)
    }
    decoder.append(Array("\"}\n".utf8))
    for _ in 0..<size / 512 {
      #expect(try decoder.next() == nil)
      decoder.append(portion)
    }
    #expect(try decoder.next()?.payload.count == size)
    decoder.append([UInt8](repeating: 0x0A, count: 1 << 20))
    decoder.append(Array(repeating: Array("{\"type\": \"a\"}\n".utf8), count: 1 << 14).flatMap { $0 })
    var count = 0
    while try decoder.next() != nil { count += 1 }
    #expect(count == 1 << 14)
  }
}

extension EventDecoderTests {
  typealias Outcome = Result<Event, WireError>

  static func bytes(_ parts: String...) -> [UInt8] { parts.flatMap { Array($0.utf8) } }

  /// Portions of random lengths, empty ones among them.
  static func cut(_ bytes: [UInt8]) -> [[UInt8]] {
    var rest = bytes[...]
    var portions: [[UInt8]] = []
    while !rest.isEmpty {
      let count = min(rest.count, Int.random(in: 0...40))
      portions.append(Array(rest.prefix(count)))
      rest.removeFirst(count)
    }
    return portions
  }

  /// All that a decoder finds, asked after every portion and at the end.
  static func decode(_ portions: [[UInt8]], limits: EventLimits = EventLimits()) -> [Outcome] {
    var decoder = EventDecoder(limits: limits)
    var outcomes: [Outcome] = []
    func drain() {
      while true {
        do throws(WireError) {
          guard let event = try decoder.next() else { return }
          outcomes.append(.success(event))
        } catch {
          if outcomes.last != .failure(error) { outcomes.append(.failure(error)) }
          if !error.isRecoverable { return }
        }
      }
    }
    for portion in portions {
      decoder.append(portion)
      drain()
    }
    decoder.finish()
    drain()
    return outcomes
  }
}

extension EventDecoder {
  fileprivate mutating func append(_ bytes: [UInt8]) { append(bytes.span) }
}
