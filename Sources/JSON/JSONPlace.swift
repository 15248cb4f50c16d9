/// A place in a JSON text.
public struct JSONPlace: Hashable, Sendable {
  /// The bytes before it.
  public var byte: Int
  /// Its line, from 1.
  public var line: Int
}
