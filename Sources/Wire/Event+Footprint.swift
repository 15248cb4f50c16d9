import JSON

extension Event {
  /// About how much memory it takes, in bytes.
  package var footprint: Int { type.utf8.count + payload.count + data.footprint }
}

extension [String: JSONValue] {
  /// About how much memory they take, in bytes.
  package var footprint: Int { reduce(0) { $0 + 32 + $1.key.utf8.count + $1.value.footprint } }
}

extension JSONValue {
  /// About how much memory it takes, in bytes. A parsed value is nested 32 levels deep at most.
  fileprivate var footprint: Int {
    switch self {
    case .object(let members): 32 + members.footprint
    case .array(let elements): elements.reduce(32) { $0 + $1.footprint }
    case .text(let text): 16 + text.utf8.count
    default: 16
    }
  }
}
