@testable import Aligner

extension AcousticModel {
  /// The module's model, loaded once for all tests.
  static let shared = Result { try AcousticModel() }
}

/// The path of a file in Fixtures/.
func fixture(_ name: String) -> String {
  let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  return "/\(root)/Fixtures/\(name)"
}

/// The largest difference; infinite if the counts differ.
func distance(_ a: [Float], _ b: [Float]) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
}

extension CrossModalAligner {
  /// The module's aligner, loaded once for all tests.
  static let shared = Result { try CrossModalAligner() }
}
