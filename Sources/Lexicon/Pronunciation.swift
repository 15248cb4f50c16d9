/// How a word is said: its phones, at least one.
public struct Pronunciation: Hashable, Sendable {
  /// The phones in the order in which they are said.
  public let phones: [Phone]

  /// - Precondition: `phones` is not empty.
  public init(_ phones: [Phone]) {
    precondition(!phones.isEmpty)
    self.phones = phones
  }

  /// Reads phones in ARPAbet, separated by spaces, in either case, with or without stress: `T AH0 M EY1 T OW2`.
  ///
  /// - Throws: `LexiconError.unknownPhone` or `.emptyPronunciation`.
  public init(arpabet: some StringProtocol) throws(LexiconError) {
    var phones: [Phone] = []
    for name in arpabet.split(whereSeparator: \.isWhitespace) {
      guard let phone = Phone(arpabet: name) else {
        throw .unknownPhone(String(name), pronunciation: String(arpabet))
      }
      phones.append(phone)
    }
    guard !phones.isEmpty else { throw .emptyPronunciation }
    self.phones = phones
  }

  /// This pronunciation and then the other, without a pause.
  func followed(by other: Pronunciation) -> Pronunciation { Pronunciation(phones + other.phones) }
}

extension Pronunciation: CustomStringConvertible {
  /// The phones in ARPAbet, separated by spaces.
  public var description: String { phones.map(\.description).joined(separator: " ") }
}
