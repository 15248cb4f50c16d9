import JSON

/// The header line of an event.
struct EventHeader: Sendable {
  /// The bytes of JSON behind the line.
  let dataLength: Int
  /// The bytes behind those.
  let payloadLength: Int
  /// The type and the header's own data, or what is wrong with them although the lengths are known.
  let content: Result<Event, WireError>

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - bytes: bytes of which some are the line.
  ///   - range: where the line is, without its newline.
  ///   - offset: the line's first byte in the stream.
  init(
    _ bytes: [UInt8], in range: Range<Int>, at offset: Int, limits: EventLimits
  ) throws(WireError) {
    guard JSONBulk.has(atMost: limits.values, in: bytes, range) else {
      throw .tooManyValues(byte: offset, limit: limits.values)
    }
    let node: JSONNode
    do throws(JSONError) {
      node = try JSONNode(parsing: bytes, in: range)
    } catch {
      throw .malformedHeader(byte: offset + error.place.byte, problem: error.problem)
    }
    guard case .object(let members) = node.content else {
      throw .malformedHeader(byte: offset + node.place.byte, problem: "no object")
    }
    let data = try Self.length("data_length", in: members, at: offset)
    if data.length > limits.data { throw .dataTooLong(byte: data.byte, length: data.length, limit: limits.data) }
    let payload = try Self.length("payload_length", in: members, at: offset)
    if payload.length > limits.payload {
      throw .payloadTooLong(byte: payload.byte, length: payload.length, limit: limits.payload)
    }
    (dataLength, payloadLength) = (data.length, payload.length)
    content = Result { () throws(WireError) in try Self.content(of: members, at: offset + node.place.byte, in: offset) }
  }

  private static func length(
    _ key: String, in members: [String: JSONNode], at offset: Int
  ) throws(WireError) -> (length: Int, byte: Int) {
    guard let node = members[key] else { return (0, offset) }
    let byte = offset + node.place.byte
    switch node.content {
    case .null: return (0, byte)
    case .integer(let length) where length >= 0: return (length, byte)
    default: throw .malformedLength(byte: byte, key: key)
    }
  }

  private static func content(
    of members: [String: JSONNode], at byte: Int, in offset: Int
  ) throws(WireError) -> Event {
    guard let type = members["type"] else { throw .malformedHeader(byte: byte, problem: "no 'type'") }
    guard case .text(let name) = type.content else {
      throw .malformedHeader(byte: offset + type.place.byte, problem: "the type is not in quotes")
    }
    guard let data = members["data"] else { return Event(name) }
    switch data.content {
    case .null: return Event(name)
    case .object(let members): return Event(name, data: members.mapValues(\.value))
    default: throw .malformedHeader(byte: offset + data.place.byte, problem: "'data' is not an object")
    }
  }
}
