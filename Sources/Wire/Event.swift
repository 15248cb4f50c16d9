public import JSON

/// An event of the Wyoming protocol, the JSON-lines protocol of Home Assistant's and Rhasspy's speech services.
///
/// On the wire it is one line of JSON, the header `{"type", "version", "data", "data_length", "payload_length"}`; then
/// `data_length` bytes of JSON, an object that is merged over the header's `data`; then `payload_length` bytes. Nothing
/// separates events.
public struct Event: Hashable, Sendable {
  /// What happened: "audio-chunk", "transcript" and so on. Types that are not known are to be ignored.
  public var type: String
  /// What there is to say about it.
  public var data: [String: JSONValue]
  /// Bytes, mostly samples; empty where there are none.
  public var payload: [UInt8]

  /// An event.
  public init(_ type: String, data: [String: JSONValue] = [:], payload: [UInt8] = []) {
    self.type = type
    self.data = data
    self.payload = payload
  }
}
