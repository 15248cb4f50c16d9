/// What can go wrong with pronunciations.
public enum LexiconError: Error, Hashable, Sendable {
  /// The bundled dictionary is not at any of these paths.
  case missing(paths: [String])
  /// A bundled file cannot be used: the file, the byte, and what is wrong there.
  case corrupt(path: String, byte: Int, problem: String)
  /// The bundled bigrams of words cannot be read: where they should be, and why.
  case missingBigrams(path: String, reason: String)
  /// A pronunciation names something that is not one of the 39 ARPAbet phones.
  case unknownPhone(String, pronunciation: String)
  /// A pronunciation has no phones.
  case emptyPronunciation
  /// A word has nothing in it that can be said.
  case unpronounceable(String)
  /// A text or a word is longer than what is worked on: what there is too much of, and the most there may be; see
  /// `TextLimits`.
  case tooLong(what: String, limit: Int)
}

extension LexiconError: CustomStringConvertible {
  /// The message for people.
  public var description: String {
    switch self {
    case .missing(let paths):
      "the pronunciation dictionary is missing; looked for \(paths.joined(separator: ", "))"
    case .missingBigrams(let path, let reason):
      "the bigrams of words are missing: \(path): \(reason)"
    case .corrupt(let path, let byte, let problem):
      "\(path): byte \(byte): \(problem)"
    case .unknownPhone(let name, let pronunciation):
      "'\(name)' in the pronunciation '\(pronunciation)' is not an ARPAbet phone; they are \(Phone.all.map(\.description).joined(separator: " "))"
    case .emptyPronunciation:
      "a pronunciation has no phones"
    case .unpronounceable(let word):
      "'\(word)' has nothing in it that can be said"
    case .tooLong(let what, let limit):
      "too long: more than \(limit) \(what)"
    }
  }
}
