import JSON

extension JSONNode {
  /// The error that this value is not what was expected.
  func problem(_ description: String) -> TranscriptProblem { TranscriptProblem(description).inLine(place.line) }
}

extension TranscriptProblem {
  /// Text that is not JSON.
  init(_ error: JSONError) {
    self = Self(error.description).inLine(error.place.line)
  }
}
