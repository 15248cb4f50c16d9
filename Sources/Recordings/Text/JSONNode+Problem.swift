import JSON

extension JSONNode {
  /// The error that this value is not what was expected.
  func problem(_ description: String) -> TextProblem { TextProblem(description).inLine(place.line) }
}

extension TextProblem {
  /// Text that is not JSON.
  init(_ error: JSONError) {
    self = Self(error.description).inLine(error.place.line)
  }
}
