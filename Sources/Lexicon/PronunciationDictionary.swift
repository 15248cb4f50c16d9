import Files

/// The CMU dictionary as `training/attune_training/steps/lexicon.py` writes it: sorted lines, searched in place.
///
/// Loading reads the file and checks its size against its first line; nothing is parsed until a word is asked for.
struct PronunciationDictionary: Sendable {
  let path: String
  let bytes: [UInt8]
  private static let lineFeed = UInt8(ascii: "\n")

  /// - Throws: `LexiconError.missing` or `.corrupt`.
  init(path: String) throws(LexiconError) {
    do throws(InputFile.Problem) { bytes = try InputFile.bytes(of: path, isRegular: true) } catch {
      throw .missing(paths: [path])
    }
    self.path = path
    try checkSize()
  }

  /// The pronunciations of a word in lower case, in the order of the dictionary; empty for an unknown word.
  ///
  /// - Throws: `LexiconError.corrupt` if the word's line is damaged.
  func pronunciations(of word: String) throws(LexiconError) -> [Pronunciation] {
    guard !word.contains(where: \.isWhitespace), !word.hasPrefix("#"), let line = line(of: Array((word + " ").utf8))
    else { return [] }
    let alternatives = bytes[line].dropFirst(word.utf8.count + 1)
    var pronunciations: [Pronunciation] = []
    for alternative in alternatives.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      do {
        pronunciations.append(try Pronunciation(arpabet: String(decoding: alternative, as: UTF8.self)))
      } catch {
        throw .corrupt(path: path, byte: alternative.startIndex, problem: error.description)
      }
    }
    return pronunciations
  }

  /// The line that begins with `key`, without its line feed, by binary search over the bytes.
  private func line(of key: [UInt8]) -> Range<Int>? {
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = low + (high - low) / 2
      let start = (bytes[low..<middle].lastIndex(of: Self.lineFeed)).map { $0 + 1 } ?? low
      let end = bytes[middle..<high].firstIndex(of: Self.lineFeed) ?? high
      if bytes[start..<end].starts(with: key) { return start..<end }
      if bytes[start..<end].lexicographicallyPrecedes(key) { low = end + 1 } else { high = start }
    }
    return nil
  }

  private func checkSize() throws(LexiconError) {
    guard let end = bytes.firstIndex(of: Self.lineFeed),
      let fields = Optional(String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")),
      fields.count > 4, fields[0].hasPrefix("#cmudict"), let size = Int(fields[4])
    else {
      throw .corrupt(
        path: path, byte: 0, problem: "this is not the dictionary that training/attune_training/steps/lexicon.py writes"
      )
    }
    let found = bytes.count - end - 1
    guard found == size else {
      throw .corrupt(path: path, byte: bytes.count, problem: "\(size) bytes should follow the first line, not \(found)")
    }
  }
}
