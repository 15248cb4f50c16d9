import JSON

extension Event {
  /// The version of the protocol's reference implementation whose events these are.
  public static let protocolVersion = "1.10.2"

  /// The header line and the data, as the reference implementation writes them: data never stands in the header. The
  /// payload follows them.
  public var head: [UInt8] {
    let data = data.isEmpty ? [] : Array(JSONValue.object(data).description.utf8)
    var header = JSONText()
    header.add("type", type)
    header.add("version", Self.protocolVersion)
    if !data.isEmpty { header.add("data_length", json: "\(data.count)") }
    if !payload.isEmpty { header.add("payload_length", json: "\(payload.count)") }
    return Array(header.closed.utf8) + [UInt8(ascii: "\n")] + data
  }

  /// The whole event.
  public var encoded: [UInt8] { head + payload }
}
