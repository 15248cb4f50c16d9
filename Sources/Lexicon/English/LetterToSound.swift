import CFlite
import Synchronization

/// Letter-to-sound rules for words that no dictionary knows: flite's, trained on the CMU dictionary.
enum LetterToSound {
  /// flite keeps state in globals while it looks a word up, so that one caller at a time may use it. The pointer is
  /// to static data that flite never frees.
  private static let lexicon = Mutex(cmu_lex_init())

  /// A guess at how a word is said, or nil if it has other characters than a...z or flite finds nothing to say.
  static func guess(_ word: String) -> Pronunciation? {
    guard !word.isEmpty, word.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) else {
      return nil
    }
    let phones = lexicon.withLock { lexicon in
      let list = lex_lookup(lexicon, word, nil, nil)
      defer { delete_val(list) }
      return names(in: list).compactMap(phone(named:))
    }
    return phones.isEmpty ? nil : Pronunciation(phones)
  }

  /// The strings of one of flite's lists.
  private static func names(in list: UnsafePointer<cst_val>?) -> [String] {
    sequence(first: list, next: { val_cdr($0) }).prefix { $0 != nil }.compactMap { cell in
      val_string(val_car(cell)).map { String(cString: $0) }
    }
  }

  /// flite writes a schwa as `ax`; all its other phones are ours in lower case, with stress.
  private static func phone(named name: String) -> Phone? {
    name.hasPrefix("ax") ? Phone(arpabet: "AH") : Phone(arpabet: name)
  }
}
