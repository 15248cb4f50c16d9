/// Why a text is not JSON.
public struct JSONError: Error, Hashable {
  /// What was expected or found.
  public var problem: String
  /// Where.
  public var place: JSONPlace
}

extension JSONError: CustomStringConvertible {
  /// The problem and the byte.
  public var description: String { "\(problem) at byte \(place.byte)" }
}
