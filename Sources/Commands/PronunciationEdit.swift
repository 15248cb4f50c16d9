import Lexicon
import Yams

/// Adds pronunciations to the text of a command file, and touches none of its lines.
///
/// They go under the top-level key `pronunciations`, before what stands there, or with the key at the end of the file. The text
/// that comes out is read again, and has to say what the old one said and what was added: where it does not, it is an error.
public enum PronunciationEdit {
  /// The ways to say a word, in ARPAbet.
  public typealias Entry = (word: String, ways: [String])

  private static let key = "pronunciations"

  /// The text with further entries.
  ///
  /// - Parameters:
  ///   - entries: words that the file does not have yet.
  ///   - text: a command file of either dialect, with or without a byte order mark.
  ///   - file: names it in messages.
  /// - Throws: `CommandError` where the file cannot be read, has one of the words already, or is written in a way that cannot
  ///   be added to.
  public static func adding(_ entries: [Entry], to text: String, file: String) throws(CommandError) -> String {
    guard !entries.isEmpty else { return text }
    let root = try YAMLValue.parse(text, file: file)
    let pairs = try root.mapping("a mapping with commands")
    var lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }.map { String($0) }
    let start = lines[root.location.line - 1].unicodeScalars.dropFirst(root.location.column - 1).first
    guard case .mapping = root.node, start != "{" else {
      throw refusal("the file is one value in braces", at: root.location)
    }
    try checkNew(entries, in: try CommandFile.parse(text, file: file), pairs)
    let newline = text.unicodeScalars.contains("\r") ? "\r\n" : "\n"
    if let (key, value) = pairs.first(where: { $0.key.string == Self.key }) {
      let first = try place(of: value, after: key)
      let indentation = String(repeating: " ", count: first.column - 1)
      let new = entries.map { indentation + line($0) + (newline == "\r\n" ? "\r" : "") }
      lines.insert(contentsOf: new, at: first.line - 1)
    } else {
      let ends = lines.last?.isEmpty ?? true
      if ends { lines.removeLast() } else if newline == "\r\n" { lines[lines.count - 1] += "\r" }
      let new = ([Self.key + ":"] + entries.map { "  " + line($0) }).map { $0 + (newline == "\r\n" ? "\r" : "") }
      lines += new + [""]
    }
    let result = lines.joined(separator: "\n")
    try check(result, says: root.node, and: entries, file: file, at: root.location)
    return result
  }

  /// No word may be there already: which pronunciations are wanted then, nobody has said.
  private static func checkNew(
    _ entries: [Entry], in file: CommandFile, _ pairs: [(key: ScalarText, value: YAMLValue)]
  ) throws(CommandError) {
    for word in file.pronunciations.keys {
      guard entries.contains(where: { isSame($0.word, word) }) else { continue }
      var location = file.start
      for (key, value) in pairs where key.string == Self.key {
        for (name, _) in try value.mapping("pronunciations") where name.string == word { location = name.location }
      }
      throw refusal("'\(word)' has pronunciations already: take them out first", at: location)
    }
  }

  private static func isSame(_ a: String, _ b: String) -> Bool { a.lowercased() == b.lowercased() }

  /// Where the first entry under the key stands, on a line of its own.
  private static func place(of value: YAMLValue, after key: ScalarText) throws(CommandError) -> SourceLocation {
    let pairs = try value.mapping("a mapping from words to ARPAbet pronunciations")
    guard case .mapping(let mapping) = value.node, mapping.style != .flow, let first = pairs.first?.key.location,
      first.line > key.location.line
    else { throw refusal("'\(Self.key)' is not written with a word in each line", at: value.location) }
    return first
  }

  /// `word: [A B, C D]`, or without brackets where there is one way.
  private static func line(_ entry: Entry) -> String {
    let isPlain = entry.word.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
    let word = isPlain ? entry.word : "\"\(entry.word)\""
    let ways = entry.ways.joined(separator: ", ")
    return "\(word): " + (entry.ways.count == 1 ? ways : "[\(ways)]")
  }

  /// Reads what came out.
  private static func check(
    _ text: String, says old: Node, and entries: [Entry], file: String, at location: SourceLocation
  ) throws(CommandError) {
    let doubt = refusal("it cannot be added to without changing what it says", at: location)
    let root: YAMLValue
    let read: CommandFile
    do throws(CommandError) {
      (root, read) = (try YAMLValue.parse(text, file: file), try CommandFile.parse(text, file: file))
    } catch { throw doubt }
    guard case .mapping(let new) = root.node, case .mapping(let old) = old else { throw doubt }
    func others(_ mapping: Node.Mapping) -> [String: Node] {
      Dictionary(mapping.map { ($0.key.string ?? "", $0.value) }) { first, _ in first }.filter { $0.key != key }
    }
    guard others(new) == others(old) else { throw doubt }
    for (word, ways) in entries {
      guard read.pronunciations[word]?.map(\.description) == ways else { throw doubt }
    }
    let before = old.first { $0.key.string == key }?.value.mapping
    for (word, ways) in before ?? [:] {
      let now = new.first { $0.key.string == key }?.value.mapping?[word]
      guard now == ways else { throw doubt }
    }
  }

  private static func refusal(_ reason: String, at location: SourceLocation) -> CommandError {
    CommandError(.uneditable(reason), at: location)
  }
}
