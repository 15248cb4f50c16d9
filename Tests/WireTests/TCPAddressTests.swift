import Testing

@testable import Wire

@Suite struct TCPAddressTests {
  @Test(arguments: [
    ("tcp://localhost:10300", "localhost", 10_300), ("tcp://127.0.0.1:1", "127.0.0.1", 1),
    ("tcp://[::1]:65535", "::1", 65_535),
    ("tcp://asr.example.org:80", "asr.example.org", 80),
  ])
  func addresses(text: String, host: String, port: Int) throws {
    let address = try #require(TCPAddress(text))
    #expect(address.host == host && address.port == port && address.description == text)
  }

  @Test(arguments: [
    "", "tcp://", "tcp://:1", "tcp://host", "tcp://host:", "tcp://host:0", "tcp://host:65536", "tcp://host:+1",
    "tcp://host:x",
    "host:1", "udp://host:1", "tcp://a b:1", "tcp://::1:1", "tcp://[]:1", "tcp://host/x:1", "tcp://a@b:1",
    "tcp://h:99999999999999999999",
  ])
  func whatIsNone(text: String) { #expect(TCPAddress(text) == nil) }
}
