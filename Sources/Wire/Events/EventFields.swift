import JSON

/// Reads the fields of an event's data.
struct EventFields {
  private let type: String
  private let path: String
  private let members: [String: JSONValue]

  init(_ event: Event) { self.init(type: event.type, path: "data", members: event.data) }

  private init(type: String, path: String, members: [String: JSONValue]) {
    self.type = type
    self.path = path
    self.members = members
  }

  /// An error that names a field.
  func error(_ key: String, _ problem: String) -> EventError {
    EventError(type: type, field: "\(path).\(key)", problem: problem)
  }

  func optional<Value>(_ key: String, _ kind: FieldKind<Value>) throws(EventError) -> Value? {
    guard let member = members[key], member != .null else { return nil }
    guard let value = kind.read(member) else { throw error(key, "is not \(kind.name)") }
    return value
  }

  func required<Value>(_ key: String, _ kind: FieldKind<Value>) throws(EventError) -> Value {
    guard let value = try optional(key, kind) else { throw error(key, "is missing; expected \(kind.name)") }
    return value
  }

  /// The objects of a list, each to be read by itself; none where the list is absent.
  func objects(_ key: String) throws(EventError) -> [EventFields] {
    guard let elements = try optional(key, .list) else { return [] }
    var objects: [EventFields] = []
    for (index, element) in elements.enumerated() {
      guard case .object(let members) = element else { throw error("\(key)[\(index)]", "is not an object") }
      objects.append(EventFields(type: type, path: "\(path).\(key)[\(index)]", members: members))
    }
    return objects
  }

  /// An object to be read by itself.
  func object(_ key: String) throws(EventError) -> EventFields {
    EventFields(type: type, path: "\(path).\(key)", members: try required(key, .object))
  }
}
