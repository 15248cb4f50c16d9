import JSON

extension AudioFormat {
  init(_ fields: EventFields) throws(EventError) {
    rate = try fields.required("rate", .count)
    width = try fields.required("width", .count)
    channels = try fields.required("channels", .count)
  }

  var data: [String: JSONValue] {
    ["rate": .integer(rate), "width": .integer(width), "channels": .integer(channels)]
  }
}
