import Commands
import JSON

extension RehearsalReport {
  /// What every report says first.
  static let caution = """
    These are synthetic voices: a command that they confuse is worth renaming, but the figures are no promise for real \
    people.
    """

  /// The report for a person, without a newline at the end.
  ///
  /// - Parameter limit: how many confusions and rejected templates are listed at most.
  public func text(limit: Int = 10) -> String {
    var lines = [
      "\(sentences) sentences, spoken by \(voices.map(\.description).joined(separator: ", "))", Self.caution, "",
    ]
    lines += Self.table(
      [["noise", "understood", "rejected", "misunderstood"]]
        + levels.map { [$0.level.description, $0.understood.description, "\($0.rejected)", "\($0.misunderstood)"] })
    lines.append("")
    lines += confusions.isEmpty ? ["no command was taken for another"] : ["taken for another command:"]
    for confusion in confusions.prefix(limit) { lines += Self.lines(of: confusion) }
    lines += Self.rest(confusions.count - limit)
    if !rejections.isEmpty { lines += ["", "rejected most often:"] }
    for rejection in rejections.prefix(limit) {
      lines.append(
        "  \(rejection.share.count) of \(rejection.share.total)  \(rejection.sentence.location), such as "
          + "'\(rejection.sentence.text)'")
    }
    lines += Self.rest(rejections.count - limit)
    lines += failures.map { "error: \($0)" }
    return lines.joined(separator: "\n")
  }

  private static func lines(of confusion: Confusion) -> [String] {
    [
      "  \(confusion.count == 1 ? "once" : "\(confusion.count) times") at \(confusion.levels.map(\.description).joined(separator: ", ")): "
        + "\(confusion.said) as \(confusion.heard)",
      "    '\(confusion.sentence.text)' (\(confusion.sentence.location)) as "
        + "'\(confusion.heardWords.joined(separator: " "))'",
      "    \(confusion.advice)",
    ]
  }

  private static func rest(_ count: Int) -> [String] { count > 0 ? ["  and \(count) more"] : [] }

  private static func table(_ rows: [[String]]) -> [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

extension RehearsalReport {
  /// The whole report as a JSON object.
  public var json: String {
    var object = JSONText()
    object.add("caution", Self.caution)
    object.add("sentences", json: "\(sentences)")
    object.add("voices", json: JSONText.list(voices.map { JSONText.quoted($0.description) }))
    object.add("levels", json: JSONText.list(levels.map(Self.json)))
    object.add("confusions", json: JSONText.list(confusions.map(Self.json)))
    object.add("rejections", json: JSONText.list(rejections.map(Self.json)))
    object.add("failures", json: JSONText.list(failures.map(JSONText.quoted)))
    return object.closed
  }

  private static func json(_ level: Level) -> String {
    var object = JSONText()
    object.add("noise", level.level.description)
    object.add("trials", json: "\(level.understood.total)")
    object.add("understood", json: "\(level.understood.count)")
    object.add("rejected", json: "\(level.rejected)")
    object.add("misunderstood", json: "\(level.misunderstood)")
    return object.closed
  }

  private static func json(_ confusion: Confusion) -> String {
    var object = JSONText()
    object.add("said", confusion.said)
    object.add("heard", confusion.heard)
    object.add("count", json: "\(confusion.count)")
    object.add("noise", json: JSONText.list(confusion.levels.map { JSONText.quoted($0.description) }))
    object.add("template", confusion.sentence.location.description)
    object.add("saidWords", confusion.sentence.text)
    object.add("heardWords", confusion.heardWords.joined(separator: " "))
    object.add("advice", confusion.advice)
    return object.closed
  }

  private static func json(_ rejection: Rejection) -> String {
    var object = JSONText()
    object.add("template", rejection.sentence.location.description)
    object.add("words", rejection.sentence.text)
    object.add("rejected", json: "\(rejection.share.count)")
    object.add("trials", json: "\(rejection.share.total)")
    return object.closed
  }
}
