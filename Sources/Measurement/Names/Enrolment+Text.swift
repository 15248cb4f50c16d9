import Batch
import Commands
import JSON
import Lexicon
public import Recognition

extension Enrolment {
  /// What came of it for people, in lines without a newline at the end.
  public var text: String {
    let width = heard.map(\.file.count).max() ?? 0
    var lines = heard.map { example in
      let file = example.file + String(repeating: " ", count: width - example.file.count)
      let (before, after) = (JSONText.rounded(example.confidence.before), JSONText.rounded(example.confidence.after))
      return
        "\(file)  \(before)\(before == after ? "" : " -> \(after)")  \(example.phones.map(\.description).joined(separator: " "))"
    }
    lines.append(
      proposals.isEmpty
        ? "no further pronunciations: none that two recordings share helps"
        : "pronunciations, beside those that are known:")
    lines += proposals.map { "  \($0.word): \($0.pronunciation)" }
    if !proposals.isEmpty {
      lines.append(
        "where all \(heard.count) recordings wake, expected \(ExpectedRate(perHour: rates.after)) "
          + "(\(JSONText.rounded(rates.before)) an hour before)")
    }
    return (lines + [verdict]).joined(separator: "\n")
  }

  /// Whether the name may be used, in plain sentences.
  public var verdict: String {
    let share = heard.count < 20 ? "all \(heard.count) recordings" : "95 % of the recordings"
    guard isDistinct else {
      return "refused: '\(name.text)' cannot be told from ordinary speech. A threshold that lets \(share) through, "
        + "\(JSONText.rounded(weakest)), is expected to let \(JSONText.rounded(rates.after)) false accepts an hour through as "
        + "well; \(JSONText.rounded(limit)) are allowed. A longer name, or clearer recordings, would help."
    }
    return
      "threshold \(JSONText.rounded(threshold)): the weakest of \(share) has \(JSONText.rounded(weakest)), and it is "
      + "expected \(ExpectedRate(perHour: rates.atThreshold))"
  }

  /// The pronunciations of a command file: all of each word with a proposal, the known ones first.
  public var pronunciations: [(word: String, ways: [String])] {
    var seen: Set<String> = []
    return zip(name.words, name.pronunciations).compactMap { word, known in
      guard proposals.contains(where: { $0.word == word }), seen.insert(word).inserted else { return nil }
      return (word, known.variants.map { "\($0.pronunciation)" })
    }
  }

  /// What came of it as a JSON object.
  public var json: String {
    var object = JSONText()
    object.add("name", name.text)
    object.add(
      "recordings",
      json: JSONText.list(heard) { example, object in
        object.add("file", example.file)
        object.add("phones", example.phones.map(\.description).joined(separator: " "))
        object.add("before", example.confidence.before)
        object.add("after", example.confidence.after)
      })
    object.add(
      "proposals",
      json: JSONText.list(proposals) { proposal, object in
        object.add("word", proposal.word)
        object.add("pronunciation", "\(proposal.pronunciation)")
      })
    object.add("weakest", weakest)
    // All digits: a rounded threshold might exclude the very confidence that it stands for.
    object.add("threshold", json: "\(threshold)")
    object.add("expectedPerHourBefore", rates.before)
    object.add("expectedPerHourAfter", rates.after)
    object.add("expectedPerHour", rates.atThreshold)
    object.add("limitPerHour", limit)
    object.add("backgroundHours", hours)
    object.add("distinct", json: "\(isDistinct)")
    object.add("verdict", verdict)
    return object.closed
  }
}
