extension String {
  /// What follows the last slash; the whole where there is none.
  package var lastPathComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
