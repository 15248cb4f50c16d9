import CStandardError

/// What libraries of libsndfile print to C's standard error, where nobody learns of which file they speak.
enum DecoderMessages {
  /// Does something, and gives the lines that were printed meanwhile in this thread.
  static func collecting<Result>(_ lines: inout [String], _ body: () -> Result) -> Result {
    attune_stderr_keep()
    let result = body()
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 2048) { buffer -> String? in
      guard let start = buffer.baseAddress else { return nil }
      let count = attune_stderr_take(start, buffer.count)
      guard count > 0 else { return nil }
      return String(decoding: buffer[..<count].map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
    }
    if let text { lines += text.split(whereSeparator: \.isNewline).map(words).filter { !$0.isEmpty } }
    return result
  }

  /// A line without the place in the library's source that it begins with.
  private static func words(_ line: Substring) -> String {
    var line = line.drop { $0.isWhitespace }
    if line.hasPrefix("["), let end = line.range(of: "] ") { line = line[end.upperBound...] }
    return String(line)
  }
}

extension Substring {
  fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
