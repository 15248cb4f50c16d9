import Testing

@testable import Console

@Suite struct PageConversationTests {
  private static func conversation(_ messages: String...) -> PageConversation {
    var conversation = PageConversation { _ in true }
    for message in ["{\"type\": \"hello\"}"] + messages { _ = conversation.take(text: Array(message.utf8)) }
    return conversation
  }

  private static func actions(_ message: String, after messages: String...) -> [PageConversation.Action] {
    var conversation = conversation()
    for message in messages { _ = conversation.take(text: Array(message.utf8)) }
    return conversation.take(text: Array(message.utf8))
  }

  private static let listen = "{\"type\": \"listen\", \"rate\": 48000, \"open\": true}"

  @Test(arguments: [
    "{\"type\": \"text\", \"text\": \"x\"}", "{\"type\": \"open\", \"file\": 0}", "no JSON", "[]", "{}",
  ])
  func nothingIsDoneBeforeHello(message: String) {
    var conversation = PageConversation { _ in true }
    #expect(conversation.take(text: Array(message.utf8)) == [.close("the first message is no hello")])
    #expect(conversation.take(sound: [0, 0]) == [.close("the first message is no hello")])
  }

  @Test func aTokenIsAskedFor() {
    for (message, action) in [
      ("{\"type\": \"hello\", \"token\": \"secret\"}", PageConversation.Action.greet),
      ("{\"type\": \"hello\", \"token\": \"Secret\"}", .refuse), ("{\"type\": \"hello\"}", .askForToken),
      ("{\"type\": \"hello\", \"token\": \"\"}", .refuse),
    ] {
      let token = ConsoleToken("secret")
      var conversation = PageConversation { token?.matches($0) ?? true }
      #expect(conversation.take(text: Array(message.utf8)) == [action], "\(message)")
    }
  }

  @Test func soundIsHeardWhileThePageListens() {
    var conversation = Self.conversation()
    #expect(conversation.take(sound: [1, 2]) == [])
    #expect(
      conversation.take(text: Array(Self.listen.utf8)) == [.beginListening(rate: 48_000, isOpen: true, transcript: "")])
    #expect(conversation.take(sound: [1, 2]) == [.hear([1, 2])])
    #expect(conversation.take(sound: []) == [])
    #expect(conversation.take(text: Array("{\"type\": \"stop\"}".utf8)) == [.endListening])
    #expect(conversation.take(sound: [1, 2]) == [])
    #expect(conversation.take(text: Array("{\"type\": \"stop\"}".utf8)) == [])
  }

  @Test func aFileIsHeardWhenAllOfItHasCome() {
    var conversation = Self.conversation(
      "{\"type\": \"file\", \"name\": \"a.wav\", \"size\": 5, \"transcript\": \"on\"}")
    #expect(conversation.take(sound: [1, 2, 3]) == [])
    #expect(conversation.take(text: Array(Self.listen.utf8)) == [.fail("something else is being sent")])
    #expect(
      conversation.take(sound: [4, 5]) == [.hearFile(name: "a.wav", bytes: [1, 2, 3, 4, 5], transcript: "on")])
    // The next one may come.
    #expect(conversation.take(text: Array(Self.listen.utf8)) != [.fail("something else is being sent")])
  }

  @Test func nothingIsUnbounded() {
    var conversation = Self.conversation("{\"type\": \"file\", \"name\": \"a\", \"size\": 2}")
    #expect(conversation.take(sound: [1, 2, 3]) == [.close("a file has more bytes than it was said to have")])
    conversation = Self.conversation(Self.listen)
    let tooLarge = [UInt8](repeating: 0, count: PageLimits.portion + 2)
    for sound in [tooLarge, [1]] {
      var copy = conversation
      #expect(copy.take(sound: sound) == [.close("a portion of sound is too large, or no samples of 16 bits")])
    }
    for (message, problem) in [
      ("{\"type\": \"file\", \"name\": \"a\", \"size\": 16777217}", "'size' is not between 1 and 16777216"),
      ("{\"type\": \"file\", \"name\": \"a\", \"size\": 0}", "'size' is not between 1 and 16777216"),
      ("{\"type\": \"listen\", \"rate\": 7999}", "'rate' is not between 8000 and 192000"),
      ("{\"type\": \"listen\", \"rate\": \"x\"}", "'rate' is no integer"),
      ("{\"type\": \"open\", \"file\": -1}", "'file' is not between 0 and 999"),
      ("{\"type\": \"fly\"}", "there is no message 'fly'"), ("{\"type\": 1}", "'type' is no text"),
      ("{\"type\": \"hello\"}", "hello has been said"),
      (
        "{\"type\": \"text\", \"text\": \"\(String(repeating: "x", count: 4097))\"}",
        "'text' has more than 4096 bytes"
      ),
    ] { #expect(Self.actions(message) == [.fail(problem)], "\(message.prefix(80))") }
  }

  @Test func tasksAreHandedOn() {
    #expect(
      Self.actions("{\"type\": \"check\", \"number\": 7, \"file\": 1, \"text\": \"x\"}", after: Self.listen)
        == [.work(.check(number: 7, file: 1, text: "x", expects: false))])
    #expect(
      Self.actions("{\"type\": \"judge\", \"id\": 3, \"right\": false, \"meant\": \"on\"}")
        == [.work(.judge(id: 3, isRight: false, meant: "on"))])
    #expect(
      Self.actions("{\"type\": \"save\", \"file\": 0, \"text\": \"x\", \"version\": 2}")
        == [.work(.save(file: 0, text: "x", version: 2))])
  }
}
