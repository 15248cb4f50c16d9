import Commands
import Lexicon

extension Interpretation {
  /// The words with spaces between them, and the numbers of its slots in digits: "set the kitchen lights to 50 percent".
  ///
  /// Numbers outside slots, and those that a list has as words, stay words.
  public var textWithDigits: String {
    var texts = words.map(\.text)
    var next = 0
    for slot in slots {
      guard let number = slot.digits, let place = Self.place(of: slot.words, in: texts[next...]) else { continue }
      texts.replaceSubrange(place, with: [number])
      next = place.lowerBound + 1
    }
    return texts.joined(separator: " ")
  }

  private static func place(of words: [String], in texts: ArraySlice<String>) -> Range<Int>? {
    texts.indices.first { texts[$0...].starts(with: words) }.map { $0..<($0 + words.count) }
  }
}

extension Interpretation.Slot {
  /// The number that its words say; nil where they say none.
  fileprivate var digits: String? {
    switch value {
    case .text, .texts: return nil
    case .integer, .number: break
    }
    if let integer = SpokenNumber.value(of: words) { return String(integer) }
    return SpokenNumber.decimal(of: words).map { String($0) }
  }
}
