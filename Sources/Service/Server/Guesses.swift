import NIOCore
import Synchronization

/// Makes those wait who guess at the token, longer with each wrong one: however many connections they guess over, since what counts
/// is where they come from.
final class Guesses: Sendable {
  private struct Guesser {
    /// Tokens that were wrong or are being looked at; it halves every minute.
    var count = 0.0
    var counted: ContinuousClock.Instant
    /// When the next may be looked at.
    var next: ContinuousClock.Instant

    mutating func fade(until time: ContinuousClock.Instant) {
      let minutes = (time - counted) / .seconds(60)
      if minutes > 0 { count /= Double(1 << min(30, Int(min(30, minutes)))) }
      if minutes >= 1 { counted = time }
    }
  }

  /// The most places that are remembered.
  static let capacity = 4096
  /// The wrong tokens that anybody may mistype.
  private static let free = 3.0
  /// The longest wait for one who comes now.
  private static let patience = Duration.seconds(8)

  private let guessers = Mutex<[String: Guesser]>([:])

  /// How many places are remembered.
  var count: Int { guessers.withLock(\.count) }

  /// How long to wait before a token is looked at; nil where others from the same place are waiting longer than anybody should.
  func wait(from address: SocketAddress?, at time: ContinuousClock.Instant) -> Duration? {
    guessers.withLock { guessers in
      let place = Self.place(of: address)
      var guesser = guessers[place] ?? Guesser(counted: time, next: time)
      guesser.fade(until: time)
      let turn = max(time, guesser.next)
      guard turn - time <= Self.patience else { return nil }
      guesser.count += 1
      let excess = guesser.count - Self.free
      if excess > 0 { guesser.next = turn + .seconds(min(8, 0.25 * Double(1 << Int(min(8, excess))))) }
      if guessers[place] == nil, guessers.count >= Self.capacity { Self.makeRoom(in: &guessers, at: time) }
      guessers[place] = guesser
      return turn - time
    }
  }

  /// A token was right: it was no guess.
  func wasRight(from address: SocketAddress?) {
    guessers.withLock { guessers in
      let place = Self.place(of: address)
      guard var guesser = guessers[place] else { return }
      guesser.count -= 1
      guessers[place] = guesser.count > 0 ? guesser : nil
    }
  }

  private static func makeRoom(in guessers: inout [String: Guesser], at time: ContinuousClock.Instant) {
    guessers = guessers.filter { $0.value.next > time }
    if guessers.count >= capacity, let first = guessers.min(by: { $0.value.next < $1.value.next })?.key {
      guessers[first] = nil
    }
  }

  /// What one guesser has one of: an address, or for IPv6 a network, in which anybody has as many addresses as he likes.
  private static func place(of address: SocketAddress?) -> String {
    switch address {
    case .v6(let address):
      // The address behind family, port and flow.
      let bytes = withUnsafeBytes(of: address.address) { Array($0[8..<24]) }
      // An address of IPv4 that came over a socket of IPv6.
      let isMapped = bytes.prefix(12).elementsEqual([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF])
      return "\(isMapped ? bytes[12...] : bytes[..<8])"
    case .v4(let address): return withUnsafeBytes(of: address.address) { "\(Array($0[4..<8])[...])" }
    default: return ""
    }
  }
}
