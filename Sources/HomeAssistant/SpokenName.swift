import Lexicon

/// A name as the template of a list value, in which everything stands for itself.
///
/// Signs that nobody says, such as pictures, are left out of it; digits in circles and below the line are digits.
struct SpokenName {
  /// Why a name cannot be said.
  enum Problem: Error, Hashable {
    case missing
    case silent
    /// The first word that has something in it which is no English.
    case foreign(word: String)
    case tooLong(LexiconError)
  }

  /// What a template gives a meaning to.
  private static let special: Set<Unicode.Scalar> = ["[", "]", "(", ")", "{", "}", "<", ">", "|", ";", "\\"]
  /// More than any person calls a thing.
  private static let longest = 32

  /// `Lamp \(left\)` for `Lamp (left)`.
  let template: String
  /// How it is said, folded.
  let words: [String]

  /// The letters of the words: where these are the same, a text cannot tell names apart.
  var letters: [String] { words.map { $0.filter(\.isLetter) } }

  init(_ name: String) throws(Problem) {
    guard name.contains(where: { !$0.isWhitespace }) else { throw .missing }
    do throws(LexiconError) { try TextLimits.standard.check(bytes: name.utf8.count) } catch { throw .tooLong(error) }
    let plain = Self.plain(name)
    do throws(LexiconError) {
      let words = try TextLimits.standard.words(of: plain)
      guard words.count <= Self.longest else {
        throw LexiconError.tooLong(what: "words in a name", limit: Self.longest)
      }
      self.words = words.map { SpokenForm.fold($0) }
    } catch {
      throw .tooLong(error)
    }
    guard !words.isEmpty else { throw .silent }
    if let word = words.first(where: { !$0.allSatisfy(Self.isEnglish) }) { throw .foreign(word: word) }
    template = Self.escaped(plain)
  }

  private static func isEnglish(_ character: Character) -> Bool {
    ("a"..."z").contains(character) || character == "'" || character == "."
  }

  /// A name in one line, without what has no sound.
  private static func plain(_ name: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .otherNumber, .letterNumber: plain.append(digit(scalar) ?? scalar)
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: plain.append(" ")
      case .format, .surrogate, .privateUse, .unassigned, .enclosingMark: break
      case .otherSymbol, .modifierSymbol: plain.append(scalar == "°" ? scalar : " ")
      default: plain.append(scalar)
      }
    }
    return String(plain).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The digit that a circled, raised or lowered one stands for.
  private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard scalar.properties.numericType == .digit, let value = scalar.properties.numericValue, (0...9).contains(value)
    else { return nil }
    return Unicode.Scalar(UInt8(0x30 + Int(value)))
  }

  private static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if special.contains(scalar) { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }
}

extension SpokenName.Problem: CustomStringConvertible {
  var description: String {
    switch self {
    case .missing: "it has no name"
    case .silent: "there is nothing to say in it"
    case .foreign(let word): "'\(word.prefix(80))' cannot be said in English"
    case .tooLong(let error): "\(error)"
    }
  }
}
