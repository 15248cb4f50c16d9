public import Aligner

/// Speech of many people that is no command, as the network hears it: what commands are tried on before anybody hears them.
///
/// The file begins with `magic` and the length of the sound in seconds (a little-endian float); a stretch of speech is the number
/// of its bytes (4, little-endian) and these (see `SparsePosteriors`).
public struct Background: Sendable {
  private static let magic = Array("ATBG1\n".utf8)

  /// The length of the sound in which the stretches were spoken, with the pauses between them.
  public private(set) var seconds: Double
  private var stretches: [[UInt8]] = []

  /// No stretches in a sound of this length.
  public init(seconds: Double = 0) { self.seconds = seconds }

  /// How many stretches of speech there are.
  public var count: Int { stretches.count }

  /// Adds sound of this length, in seconds.
  public mutating func lengthen(by seconds: Double) { self.seconds += seconds }

  /// Adds a stretch.
  public mutating func append(_ posteriors: PhonePosteriors) { stretches.append(SparsePosteriors.encode(posteriors)) }

  /// What was heard in a stretch.
  func posteriors(of stretch: Int) -> PhonePosteriors {
    SparsePosteriors.decode(stretches[stretch]) ?? PhonePosteriors()
  }

  /// The file's content.
  public var bytes: [UInt8] {
    stretches.reduce(into: Self.magic + Self.bytes(of: Float(seconds).bitPattern)) { bytes, stretch in
      bytes += Self.bytes(of: UInt32(stretch.count)) + stretch
    }
  }

  /// Reads a file's content; nil where it is no such file.
  public init?(_ bytes: [UInt8]) {
    let header = Self.magic.count + 4
    guard bytes.count >= header, bytes.starts(with: Self.magic) else { return nil }
    seconds = Double(Float(bitPattern: Self.number(bytes[Self.magic.count..<header])))
    guard seconds.isFinite, seconds > 0 else { return nil }
    var rest = bytes[header...]
    while !rest.isEmpty {
      guard rest.count >= 4, case let count = Int(Self.number(rest.prefix(4))), rest.count >= 4 + count else {
        return nil
      }
      let stretch = Array(rest.dropFirst(4).prefix(count))
      guard SparsePosteriors.decode(stretch) != nil else { return nil }
      stretches.append(stretch)
      rest = rest.dropFirst(4 + count)
    }
  }

  private static func bytes(of number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
