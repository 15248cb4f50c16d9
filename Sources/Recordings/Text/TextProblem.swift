/// What is wrong with the text of a list, before it is known in which file.
package struct TextProblem: Error, CustomStringConvertible {
  /// A part of a sentence whose subject is the text.
  package let description: String
  /// The line, from 1; nil where it is not known.
  package private(set) var line: Int?

  /// A problem whose line is not known.
  package init(_ description: String) { self.description = description }

  /// The same problem in a line.
  ///
  /// - Parameter line: from 1.
  package func inLine(_ line: Int) -> TextProblem {
    var problem = self
    problem.line = line
    return problem
  }
}
