/// What is wrong with a transcript or a manifest, before it is known in which file.
struct TextProblem: Error, CustomStringConvertible {
  let description: String
  /// The line, from 1; nil where it is not known.
  private(set) var line: Int?

  init(_ description: String) { self.description = description }

  func inLine(_ line: Int) -> TextProblem {
    var problem = self
    problem.line = line
    return problem
  }
}
