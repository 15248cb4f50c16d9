import Yams

/// A scalar of a YAML file: its value, always a string, and where each part of it stands.
struct ScalarText {
  let string: String
  let scalars: [Unicode.Scalar]
  private let locations: [SourceLocation]

  init(_ scalar: Node.Scalar, in source: YAMLSource) {
    string = scalar.string
    scalars = Array(scalar.string.unicodeScalars)
    locations = source.locations(of: scalar)
  }

  /// A text that stands in no file.
  ///
  /// - Parameter place: where messages say that it stands.
  init(_ text: String, at place: String) {
    string = text
    scalars = Array(text.unicodeScalars)
    locations = (0...scalars.count).map { SourceLocation(file: place, line: 1, column: $0 + 1) }
  }

  /// Where the value begins.
  var location: SourceLocation { locations[0] }

  /// Where the scalar with this offset stands, or the end of the value.
  func location(at offset: Int) -> SourceLocation { locations[min(offset, scalars.count)] }
}
