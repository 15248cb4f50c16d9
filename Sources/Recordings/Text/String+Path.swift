extension String {
  /// What follows the last slash; the whole where there is none.
  var lastPathComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
