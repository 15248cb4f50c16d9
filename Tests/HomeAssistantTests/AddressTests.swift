import TestSupport
import Testing

@testable import HomeAssistant

@Suite struct AddressTests {
  @Test(arguments: [
    ("http://homeassistant.local:8123", "http://homeassistant.local:8123", 8123, "homeassistant.local:8123", ""),
    ("HTTP://a", "http://a", 80, "a", ""), ("ws://a:80/", "http://a", 80, "a", ""),
    ("https://a.b/c//d/", "https://a.b/c/d", 443, "a.b", "/c/d"),
    ("wss://a:8443", "https://a:8443", 8443, "a:8443", ""),
    ("http://[fe80::1]:8123", "http://[fe80::1]:8123", 8123, "[fe80::1]:8123", ""),
    ("http://[::1]", "http://[::1]", 80, "[::1]", ""),
  ])
  func addressesAreRead(text: String, description: String, port: Int, authority: String, path: String) throws {
    let address = try #require(HomeAssistantAddress(text))
    #expect(address.description == description && address.port == port)
    #expect(address.authority == authority && address.path == path)
    #expect(HomeAssistantAddress(address.description) == address)
  }

  @Test(arguments: [
    "", "homeassistant.local:8123", "ftp://a", "http://", "http://:8123", "http://a:0", "http://a:65536", "http://a:x",
    "http://a:", "http://user:secret@a", "http://user@a", "http://a/?x=1", "http://a/#x", "http://a b",
    "http://a/\r\nX: y",
    "http://a\r\nX: y", "http://::1", "http://[::1", "http://ä", "http://a/ü", "tcp://a:1",
  ])
  func othersAreNot(text: String) {
    #expect(HomeAssistantAddress(text) == nil)
  }

  @Test func aTokenIsNeverShown() throws {
    let token = try #require(AccessToken("  abc.def-123 \n"))
    #expect(token.text == "abc.def-123")
    var dumped = ""
    dump(token, to: &dumped)
    for text in ["\(token)", String(reflecting: token), dumped, "\([token])", "\(Optional(token) as Any)"] {
      #expect(!text.contains("abc"))
    }
  }

  @Test func tokensAreReadFromFiles() throws {
    let folder = try TemporaryFolder()
    let good = try folder.write(Array("\u{FEFF} abc \r\nother\n".utf8), to: "good")
    #expect(try AccessToken(contentsOf: good).text == "abc")
    for (name, bytes) in [("empty", []), ("blank", Array("\nabc".utf8)), ("binary", [0x61, 0xFF, 0xFE])] {
      let path = try folder.write(bytes, to: name)
      let error = #expect(throws: HomeAssistantError.self) { try AccessToken(contentsOf: path) }
      #expect(error == .token(path: path, reason: "the first line has none"))
    }
    let missing = #expect(throws: HomeAssistantError.self) { try AccessToken(contentsOf: "/no/such/file") }
    #expect(missing?.description == "/no/such/file: no token: it cannot be read: No such file or directory")
    #expect(AccessToken("a b") == nil && AccessToken(String(repeating: "a", count: 20_000)) == nil)
  }
}
