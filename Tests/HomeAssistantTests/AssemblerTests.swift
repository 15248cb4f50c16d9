import NIOCore
import NIOWebSocket
import TestSupport
import Testing

@testable import HomeAssistant

@Suite struct AssemblerTests {
  private static func frame(_ opcode: WebSocketOpcode, _ text: String, isLast: Bool = true) -> WebSocketFrame {
    WebSocketFrame(fin: isLast, opcode: opcode, data: ByteBuffer(string: text))
  }

  /// Any division of a message into frames, with pings between them, gives the message.
  @Test func anyFragmentsGiveTheMessage() {
    var random = SplitMix64(seed: 5)
    let text = "Die Küche hat eine Lampe, 灯."
    for _ in 0..<500 {
      var assembler = MessageAssembler(limit: 100)
      var rest = Array(text.utf8)[...]
      var opcode = WebSocketOpcode.text
      var outcome = MessageAssembler.Outcome.nothing
      while outcome == .nothing {
        let part = rest.prefix(Int.random(in: 0...12, using: &random))
        rest = rest.dropFirst(part.count)
        let isLast = rest.isEmpty && Bool.random(using: &random)
        if Bool.random(using: &random) {
          #expect(assembler.take(Self.frame(.ping, "x")) == .pong(ByteBuffer(string: "x")))
        }
        outcome = assembler.take(WebSocketFrame(fin: isLast, opcode: opcode, data: ByteBuffer(bytes: part)))
        opcode = .continuation
      }
      #expect(outcome == .message(Array(text.utf8)))
    }
  }

  @Test func whatIsTooLargeIsRefused() {
    var assembler = MessageAssembler(limit: 10)
    #expect(assembler.take(Self.frame(.text, "0123456789")) == .message(Array("0123456789".utf8)))
    #expect(assembler.take(Self.frame(.text, "01234567890")) == .broken(.tooLarge(limit: 10)))
    assembler = MessageAssembler(limit: 10)
    #expect(assembler.take(Self.frame(.text, "012345", isLast: false)) == .nothing)
    #expect(assembler.take(Self.frame(.continuation, "67890", isLast: false)) == .broken(.tooLarge(limit: 10)))
  }

  @Test(arguments: [
    [frame(.continuation, "a")], [frame(.text, "a", isLast: false), frame(.text, "b")], [frame(.binary, "a")],
    [frame(.ping, "a", isLast: false)], [frame(.ping, String(repeating: "a", count: 126))],
    [WebSocketFrame(fin: true, rsv1: true, opcode: .text, data: ByteBuffer())],
  ])
  func framesThatMakeNoSenseAreRefused(frames: [WebSocketFrame]) {
    var assembler = MessageAssembler(limit: 1000)
    let outcomes = frames.map { assembler.take($0) }
    guard case .broken(.malformed)? = outcomes.last else {
      Issue.record("\(outcomes)")
      return
    }
  }

  @Test func masksAreTakenOff() {
    var data = ByteBuffer(string: "hello")
    data.webSocketMask([1, 2, 3, 4])
    var assembler = MessageAssembler(limit: 1000)
    let frame = WebSocketFrame(fin: true, opcode: .text, maskKey: [1, 2, 3, 4], data: data)
    #expect(assembler.take(frame) == .message(Array("hello".utf8)))
    #expect(assembler.take(Self.frame(.connectionClose, "")) == .close)
    #expect(assembler.take(Self.frame(.pong, "")) == .nothing)
  }
}
