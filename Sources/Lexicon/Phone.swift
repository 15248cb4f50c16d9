/// One of the 39 ARPAbet phones of General American English, without stress, as the CMU dictionary writes them.
///
/// The raw value is the phone's column in a network's output: 1...39, in alphabetical order of the ARPAbet names.
/// Column 0 is the CTC blank, which is no phone.
public struct Phone: RawRepresentable, Hashable, Sendable {
  /// The column in the network's output, 1...39.
  public let rawValue: UInt8

  /// A phone from its column; nil for the blank (0) and for anything above 39.
  public init?(rawValue: UInt8) {
    guard (1...UInt8(Self.count)).contains(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  /// A phone from its ARPAbet name, in either case, with or without a stress digit: `AA`, `ah0`.
  public init?(arpabet: some StringProtocol) {
    var name = arpabet.uppercased()
    if let last = name.last, "012".contains(last) { name.removeLast() }
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    rawValue = UInt8(index + 1)
  }

  /// How many phones there are; a network's output has one column more, for the blank.
  public static let count = 39

  /// Every phone, in the order of the columns.
  public static let all: [Phone] = (1...UInt8(count)).compactMap(Phone.init(rawValue:))

  private static let names = [
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K",
    "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
  ]
}

extension Phone: CustomStringConvertible {
  /// The ARPAbet name without stress.
  public var description: String { Self.names[Int(rawValue) - 1] }
}
