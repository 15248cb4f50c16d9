import JSON

/// Who made something.
public struct Attribution: Hashable, Sendable {
  /// Their name.
  public var name: String
  /// Where it is from.
  public var url: String

  /// Who made something.
  public init(name: String, url: String) {
    self.name = name
    self.url = url
  }

  init(_ fields: EventFields) throws(EventError) {
    name = try fields.required("name", .text)
    url = try fields.required("url", .text)
  }

  var json: JSONValue { ["name": .text(name), "url": .text(url)] }
}
