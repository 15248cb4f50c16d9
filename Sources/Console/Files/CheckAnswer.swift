import Commands
import JSON
import Lexicon
import Recognition

/// What `attune check` says of command files, as a message for a page.
struct CheckAnswer {
  /// The most of each kind that are told.
  private static let most = 200
  private static let samples = 8

  let number: Int
  let file: Int
  private let outcome: Result<(report: CommandReport, samples: [CommandSample]), CommandError>

  /// Checks texts.
  ///
  /// - Parameter expects: whether the commands are tried on speech that is none, which takes some seconds.
  init(
    number: Int, file: Int, _ texts: [(file: String, text: String)], lexicon: Lexicon, expects: Bool
  ) throws {
    (self.number, self.file) = (number, file)
    do {
      let grammar = try Grammar(texts: texts)
      var report = try CommandReport(grammar, lexicon: lexicon)
      if expects { try report.expect(grammar, lexicon: lexicon, in: .shipped()) }
      var generator = SystemRandomNumberGenerator()
      var seen: Set<[String]> = []
      let samples = (0..<Self.samples).map { _ in grammar.sample(using: &generator) }
      outcome = .success((report, samples.filter { seen.insert($0.words).inserted }))
    } catch let error as CommandError {
      outcome = .failure(error)
    }
  }

  /// The message.
  var json: String {
    var object = JSONText()
    object.add("type", "checked")
    object.add("number", json: "\(number)")
    object.add("file", json: "\(file)")
    switch outcome {
    case .failure(let error):
      object.add("error", json: Self.place(error.location, "\(error.problem)"))
    case .success(let (report, samples)):
      object.add("error", json: nil)
      object.add("sentences", "\(report.sentences)")
      object.add(
        "intents",
        json: JSONText.list(report.intents.prefix(Self.most)) { intent, item in
          item.add("name", intent.name)
          item.add("templates", json: "\(intent.templates)")
          item.add("sentences", "\(intent.sentences)")
          item.add("falseAccepts", intent.falseAccepts)
        })
      object.add("warnings", json: JSONText.list(report.warnings.prefix(Self.most).map(Self.warning)))
      object.add(
        "guessed",
        json: JSONText.list(report.guessedWords.prefix(Self.most)) { word, item in
          item.add("word", word.word)
          item.add("pronunciation", word.pronunciation)
        })
      object.add(
        "samples",
        json: JSONText.list(samples) { sample, item in
          item.add("text", sample.words.joined(separator: " "))
          item.add("intent", sample.intent)
        })
    }
    return object.closed
  }

  private static func warning(_ warning: CommandReport.Warning) -> String {
    // `file:line:column`, of which the file may have colons, too.
    let parts = warning.location.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3, let line = Int(parts[parts.count - 2]), let column = Int(parts[parts.count - 1]) else {
      return place(SourceLocation(file: warning.location, line: 1, column: 1), warning.message)
    }
    let file = parts.dropLast(2).joined(separator: ":")
    return place(SourceLocation(file: file, line: line, column: column), warning.message)
  }

  private static func place(_ location: SourceLocation, _ message: String) -> String {
    var object = JSONText()
    object.add("file", location.file)
    object.add("line", json: "\(location.line)")
    object.add("column", json: "\(location.column)")
    object.add("message", message)
    return object.closed
  }
}
