/// Where a text is from, and so how far it is to be taken at its word.
public enum TextKind: String, Hashable, Sendable {
  /// Somebody typed it, or a recogniser that is trusted wrote it: every word of it is meant.
  case written
  /// A recogniser heard it, right or wrong: words that sound alike may have been taken for one another.
  case heard
}
