import JSON

/// What an examination has found.
struct Finding: Hashable, Sendable {
  /// How it is.
  enum Verdict: String, CaseIterable, Sendable {
    /// What is needed is there.
    case ok
    /// Something is not there that only some uses need.
    case absent
    /// It could not be found out.
    case unknown
    /// Something that is needed is missing or broken.
    case wrong
  }

  let verdict: Verdict
  /// What was found, in a part of a sentence.
  let text: String
  /// What to do; nil where nothing has to be done.
  let advice: String?

  static func ok(_ text: String) -> Finding { Finding(verdict: .ok, text: text, advice: nil) }

  static func absent(_ text: String, _ advice: String) -> Finding {
    Finding(verdict: .absent, text: text, advice: advice)
  }

  static func unknown(_ text: String, _ advice: String? = nil) -> Finding {
    Finding(verdict: .unknown, text: text, advice: advice)
  }

  static func wrong(_ text: String, _ advice: String) -> Finding {
    Finding(verdict: .wrong, text: text, advice: advice)
  }

  /// A line for people.
  func line(of subject: String) -> String {
    Self.padded(verdict.rawValue, to: 9) + Self.padded(subject, to: 12) + text + (advice.map { "; \($0)" } ?? "")
  }

  /// A line for programs.
  func json(of subject: String) -> String {
    var object = JSONText()
    object.add("subject", subject)
    object.add("verdict", verdict.rawValue)
    object.add("finding", text)
    object.add("advice", advice)
    return object.closed
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
