import Testing

@testable import Wire

@Suite struct HTTPLineTests {
  /// What a web page can make a browser say, and what servers answer.
  @Test(arguments: [
    "POST / HTTP/1.1\r", "GET / HTTP/1.1", "GET /", "OPTIONS * HTTP/1.1\r", "PRI * HTTP/2.0\r", "PROPFIND / HTTP/1.1",
    "made-up / HTTP/1.1\r", "Host: 127.0.0.1\r", "host:127.0.0.1", "Content-Type: text/plain\r",
    "Sec-WebSocket-Key: x\r", "CONNECT a:1 HTTP/1.1",
  ])
  func whatIsHTTP(line: String) throws {
    #expect(HTTPLine.isOne(Array(line.utf8)[...]))
    // Wherever it comes, and however it is cut, nothing that follows is obeyed.
    let body = "\n{\"type\":\"recognize\",\"data\":{\"text\":\"x\"}}\n"
    for before in ["", "\r\n", "{\"type\":\"ping\"}\n"] {
      let bytes = Array((before + line + body).utf8)
      for cut in [0, 1, before.utf8.count + 3, bytes.count - 2] {
        var decoder = EventDecoder()
        var events: [String] = []
        #expect(throws: WireError.foreign(byte: before.utf8.count)) {
          for portion in [bytes[..<cut], bytes[cut...]] {
            decoder.append(Array(portion).span)
            while let event = try decoder.next() { events.append(event.type) }
          }
        }
        #expect(events == (before.hasPrefix("{") ? ["ping"] : []))
        #expect(throws: WireError.self) { try decoder.next() }
      }
    }
  }

  @Test(arguments: [
    "{\"type\":\"ping\"}", "nonsense", "", "{", "[]", "turn on the lights", "\"Host: x\"", "é: x", " GET",
  ])
  func whatIsNot(line: String) { #expect(!HTTPLine.isOne(Array(line.utf8)[...])) }
}
