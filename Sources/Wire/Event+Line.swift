import FoundationEssentials
import JSON

extension Event {
  /// The whole event on a single line without its end, for logs and for sessions as text: data stand in the header, and a
  /// payload in base64 as `audio` among them, which is how an `audio-chunk` may be sent.
  public var line: String {
    var data = data
    if !payload.isEmpty { data["audio"] = .text(Data(payload).base64EncodedString()) }
    var header = JSONText()
    header.add("type", type)
    if !data.isEmpty { header.add("data", json: JSONValue.object(data).description) }
    return header.closed
  }
}
