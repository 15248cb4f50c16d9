import NIOCore
import Testing

@testable import Service

@Suite struct GuessesTests {
  private let start = ContinuousClock.now
  private let guesses = Guesses()

  private func address(_ text: String) throws -> SocketAddress { try SocketAddress(ipAddress: text, port: 1) }

  /// Seconds; nil for one that is turned away.
  private func wait(_ address: SocketAddress, after seconds: Double = 0) -> Double? {
    guesses.wait(from: address, at: start + .seconds(seconds)).map { $0 / .seconds(1) }
  }

  @Test func whoGuessesWaitsLongerAndLonger() throws {
    let guesser = try address("192.0.2.1")
    let waits = (0..<20).compactMap { _ in wait(guesser) }
    #expect(waits.prefix(4) == [0, 0, 0, 0] && waits.count < 9)
    #expect(zip(waits.dropFirst(3), waits.dropFirst(4)).allSatisfy { $0 < $1 })
    #expect(wait(guesser) == nil)
    // Others are not made to wait, and after some minutes nobody is.
    #expect(try wait(address("192.0.2.2")) == 0)
    #expect(wait(guesser, after: 600) == 0 && wait(guesser, after: 600) == 0)
  }

  /// However many connections somebody guesses over in an hour.
  @Test func guessesAreFew() throws {
    let guesser = try address("192.0.2.1")
    var count = 0
    for second in 0..<3600 { for _ in 0..<100 where wait(guesser, after: Double(second)) != nil { count += 1 } }
    #expect(count < 600)
  }

  @Test func whoIsRightIsNotCounted() throws {
    let client = try address("::1")
    for _ in 0..<1000 {
      #expect(wait(client) == 0)
      guesses.wasRight(from: client)
    }
  }

  /// A network of IPv6 is one guesser; an address of IPv4 is the same one over IPv6.
  @Test func anybodyHasManyAddresses() throws {
    for index in 0..<20 { _ = wait(try address("2001:db8:1:2::\(index)")) }
    #expect(try wait(address("2001:db8:1:2:ffff::1")) == nil)
    #expect(try wait(address("2001:db8:1:3::1")) == 0)
    for _ in 0..<20 { _ = wait(try address("::ffff:192.0.2.9")) }
    #expect(try wait(address("::ffff:192.0.2.10")) == 0)
  }

  /// As many guessers as there are addresses take no more memory than some thousand.
  @Test func guessersAreBounded() throws {
    for index in 0..<10_000 { #expect(try wait(address("10.0.\(index / 250).\(index % 250)")) == 0) }
    #expect(guesses.count <= Guesses.capacity)
  }
}
