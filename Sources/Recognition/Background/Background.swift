public import Aligner

/// Speech of many people that is no command, as the networks hear it: what commands are tried on before anybody hears them.
///
/// The file begins with `magic` and the length of the sound in seconds (a little-endian float); a stretch of speech is what is
/// heard of it as it comes, and what is heard of it as a whole: each the number of its bytes (4, little-endian) and these (see
/// `SparsePosteriors`).
public struct Background: Sendable {
  private static let magic = Array("ATBG3\n".utf8)

  /// A stretch of speech.
  public struct Stretch: Sendable {
    /// What is heard as it comes.
    public let chunks: PhonePosteriors
    /// What is heard when all of it is there.
    public let whole: PhonePosteriors

    /// What is heard in both ways.
    public init(chunks: PhonePosteriors, whole: PhonePosteriors) {
      (self.chunks, self.whole) = (chunks, whole)
    }
  }

  /// The length of the sound in which the stretches were spoken, with the pauses between them.
  public private(set) var seconds: Double
  /// Two of each stretch.
  private var encoded: [[UInt8]] = []

  /// No stretches in a sound of this length.
  public init(seconds: Double = 0) { self.seconds = seconds }

  /// How many stretches of speech there are.
  public var count: Int { encoded.count / 2 }

  /// Adds sound of this length, in seconds.
  public mutating func lengthen(by seconds: Double) { self.seconds += seconds }

  /// Adds a stretch.
  mutating func append(_ stretch: Stretch) {
    encoded += [SparsePosteriors.encode(stretch.chunks), SparsePosteriors.encode(stretch.whole)]
  }

  /// What was heard in a stretch.
  subscript(stretch: Int) -> Stretch {
    Stretch(chunks: Self.posteriors(encoded[2 * stretch]), whole: Self.posteriors(encoded[2 * stretch + 1]))
  }

  private static func posteriors(_ bytes: [UInt8]) -> PhonePosteriors {
    SparsePosteriors.decode(bytes) ?? PhonePosteriors()
  }

  /// The file's content.
  public var bytes: [UInt8] {
    encoded.reduce(into: Self.magic + Self.bytes(of: Float(seconds).bitPattern)) { bytes, heard in
      bytes += Self.bytes(of: UInt32(heard.count)) + heard
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
      let heard = Array(rest.dropFirst(4).prefix(count))
      guard SparsePosteriors.decode(heard) != nil else { return nil }
      encoded.append(heard)
      rest = rest.dropFirst(4 + count)
    }
    guard encoded.count.isMultiple(of: 2) else { return nil }
  }

  private static func bytes(of number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
