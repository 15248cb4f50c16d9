import JSON

extension Event {
  /// The header and the data on a single line without its end, for logs and for sessions as text. A payload is left out:
  /// `AudioChunk.textEvent` has none.
  public var line: String {
    var header = JSONText()
    header.add("type", type)
    if !data.isEmpty { header.add("data", json: JSONValue.object(data).description) }
    return header.closed
  }
}
