/// A number by which equal contents are known again: FNV-1a in 64 bits, the same in every process. It finds what has
/// changed by itself; it is no protection against somebody who wants two contents to look alike.
public struct Fingerprint: Hashable, Sendable {
  /// The number.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Nothing added.
  public init() {}

  /// Adds bytes.
  public mutating func add(bytes: some Sequence<UInt8>) {
    value = bytes.reduce(value) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// Adds a text with a mark of its end, so that `ab`, `c` differs from `a`, `bc`.
  public mutating func add(_ text: String) {
    add(bytes: text.utf8)
    add(bytes: CollectionOfOne(0xFF))
  }
}

extension Fingerprint: CustomStringConvertible {
  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
