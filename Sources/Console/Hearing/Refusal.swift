import Commands
import JSON
import Lexicon
import Recognition

/// Why something was not understood, in a sentence for people.
enum Refusal {
  /// Of a text.
  ///
  /// - Parameters:
  ///   - nearest: the command that it is most like; nil where there is none.
  ///   - vocabulary: the words of the commands, folded; asked for where no command is near.
  static func text(_ text: String, nearest: Interpretation?, vocabulary: @autoclosure () -> Set<String>) -> String {
    let said = SpokenForm(text).words
    guard !said.isEmpty else { return "Nothing was written." }
    if let nearest {
      let words = nearest.words.map(\.text)
      let difference = WordDifference(from: words.map { SpokenForm.fold($0) }, to: said.map { SpokenForm.fold($0) })
      let command = "the nearest command, “\(nearest.text)”"
      switch difference.first {
      case .replaced(let word, let other)?:
        return "“\(said[other])” stands where \(command), has “\(words[word])”."
      case .missing(let word)?: return "“\(words[word])” is missing, which \(command), has."
      case .added(let other)?: return "“\(said[other])” is too much for \(command)."
      case nil: return "It is not written as \(command)."
      }
    }
    let vocabulary = vocabulary()
    let unknown = said.filter { !vocabulary.contains(SpokenForm.fold($0)) }
    if let word = unknown.first {
      let others =
        unknown.count > 1 ? " Nor \(unknown.dropFirst().prefix(3).map { "“\($0)”" }.joined(separator: ", "))." : ""
      return "No command has the word “\(word)”." + others
    }
    return "All of its words are known, but no command has them in this order."
  }

  /// Of a sound.
  ///
  /// - Parameter heard: what the sound is like in words, whatever the commands allow; empty where that is not known.
  static func sound(_ result: RecognitionResult, heard: [Interpretation.Word] = []) -> String {
    guard result.speech != nil else { return "Nothing was said: no phone was heard." }
    guard let candidate = result.candidate else { return "No command fits what was heard." + like(heard) }
    let sureness = sureness(result)
    let command = "the nearest command, “\(candidate.text)”"
    if let weakest = candidate.weakestWord {
      let instead = heard.filter { overlap($0.time, weakest.time) > 0.3 }.map(\.text)
      let isOther = !instead.isEmpty && !instead.contains { SpokenForm.fold($0) == SpokenForm.fold(weakest.text) }
      if isOther {
        return "“\(instead.joined(separator: " "))” was heard where \(command), has “\(weakest.text)”\(sureness)."
      }
    }
    if let features = result.confidence.features {
      if features.explained < 0.6 { return "More was said than \(command), has words for\(sureness)." + like(heard) }
      if features.margin < 0.5 { return "Two commands with different meanings fit nearly equally well\(sureness)." }
    }
    let word = candidate.weakestWord.map { "; “\($0.text)” was heard worst" } ?? ""
    return "It was not clear enough for \(command)\(word)\(sureness)." + like(heard)
  }

  private static func sureness(_ result: RecognitionResult) -> String {
    " (confidence \(JSONText.rounded(result.confidence.value)), \(JSONText.rounded(result.threshold)) is needed)"
  }

  private static func like(_ heard: [Interpretation.Word]) -> String {
    heard.isEmpty ? "" : " It sounds like “\(heard.map(\.text).joined(separator: " "))”."
  }

  /// How much of the shorter of two stretches of time is in the other.
  private static func overlap(_ a: Range<Double>, _ b: Range<Double>) -> Double {
    let common = min(a.upperBound, b.upperBound) - max(a.lowerBound, b.lowerBound)
    let shorter = min(a.upperBound - a.lowerBound, b.upperBound - b.lowerBound)
    return shorter > 0 ? common / shorter : 0
  }
}

/// Where two sequences of words differ first, by the fewest changes.
struct WordDifference {
  enum Change: Hashable {
    /// Indices of the first sequence and the second.
    case replaced(Int, by: Int)
    case missing(Int)
    case added(Int)
  }

  /// Nil where they do not differ.
  let first: Change?

  /// - Complexity: the product of their lengths, which `TextLimits` bounds.
  init(from a: [String], to b: [String]) {
    // The changes that the rests after i and j need.
    var costs = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in stride(from: a.count, through: 0, by: -1) {
      for j in stride(from: b.count, through: 0, by: -1) {
        if i == a.count || j == b.count {
          costs[i][j] = a.count - i + b.count - j
        } else {
          let replaced = costs[i + 1][j + 1] + (a[i] == b[j] ? 0 : 1)
          costs[i][j] = min(replaced, costs[i + 1][j] + 1, costs[i][j + 1] + 1)
        }
      }
    }
    var (i, j) = (0, 0)
    while i < a.count, j < b.count, a[i] == b[j] { (i, j) = (i + 1, j + 1) }
    if i < a.count, j < b.count, costs[i][j] == costs[i + 1][j + 1] + 1 {
      first = .replaced(i, by: j)
    } else if i < a.count, costs[i][j] == costs[i + 1][j] + 1 {
      first = .missing(i)
    } else {
      first = j < b.count ? .added(j) : nil
    }
  }
}
