import Batch
import Commands
import JSON
import Lexicon
import Recognition

extension NameReport {
  /// The report for people, in some lines without a newline at the end.
  public var text: String {
    var lines = [name.text]
    for (word, known) in zip(name.words, name.pronunciations) {
      let ways = known.variants.map { "\($0.pronunciation)" }.joined(separator: ", ")
      lines.append("  \(word): \(ways)" + (known.source == .guessed ? " (guessed)" : ""))
    }
    let minutes = Int((hours * 60).rounded())
    lines.append(
      "  expected \(ExpectedRate(perHour: perHour)), by the threshold \(JSONText.rounded(settings.threshold)) "
        + "(tried on \(minutes) minutes)")
    if perHour > settings.limit {
      lines.append(
        "  threshold for \(JSONText.rounded(settings.limit)) an hour: \(JSONText.rounded(thresholdForLimit))")
    }
    lines += usualWords.map { "  sounds like \(Self.line($0))" }
    if let commands {
      lines += commands.map { "  the commands say \(Self.line($0))" }
      if commands.isEmpty { lines.append("  nothing that the commands say sounds nearly like it") }
    }
    lines += suggestions.map { "  heard by mistake less often: '\($0.text)', \(ExpectedRate(perHour: $0.perHour))" }
    return (lines + ["  " + verdict]).joined(separator: "\n")
  }

  private static func line(_ neighbour: SoundsLike.Neighbour) -> String {
    let percent = DecimalText.fixed(100 * neighbour.difference, digits: 0)
    return "'\(neighbour.text)' /\(neighbour.phones)/, \(percent) % from '\(neighbour.part)'"
  }

  /// The report as a JSON object.
  ///
  /// - Parameter measured: what recordings told, as JSON; nil where there were none.
  public func json(measured: String? = nil) -> String {
    var object = JSONText()
    object.add("name", name.text)
    object.add(
      "words",
      json: JSONText.list(zip(name.words, name.pronunciations)) { element, object in
        let (word, known) = element
        object.add("word", word)
        object.add(
          "pronunciations", json: JSONText.list(known.variants.map { JSONText.quoted("\($0.pronunciation)") }))
        object.add("guessed", json: "\(known.source == .guessed)")
      })
    object.add("phones", json: "\(name.phoneCount)")
    object.add("threshold", settings.threshold)
    object.add("expectedPerHour", perHour)
    object.add("limitPerHour", settings.limit)
    object.add("thresholdForLimit", thresholdForLimit)
    object.add("backgroundHours", hours)
    object.add("usualWords", json: JSONText.list(usualWords.map(Self.json)))
    object.add("commands", json: commands.map { JSONText.list($0.map(Self.json)) })
    object.add(
      "suggestions",
      json: JSONText.list(suggestions) { suggestion, object in
        object.add("name", suggestion.text)
        object.add("expectedPerHour", suggestion.perHour)
      })
    object.add("good", json: "\(isGood)")
    object.add("verdict", verdict)
    if let measured { object.add("measured", json: measured) }
    return object.closed
  }

  private static func json(_ neighbour: SoundsLike.Neighbour) -> String {
    var object = JSONText()
    object.add("text", neighbour.text)
    object.add("phones", "\(neighbour.phones)")
    object.add("part", neighbour.part)
    object.add("difference", neighbour.difference)
    return object.closed
  }
}
