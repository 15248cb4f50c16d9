import JSON

/// How long a command took, in seconds.
struct Latency {
  /// The silence after the command that told that it was over.
  var wait: Double
  /// From when the end of that silence was at hand to the result.
  var computing: Double
  /// From the last sound of the command to the result.
  var total: Double

  /// As a JSON object.
  var json: String {
    var object = JSONText()
    object.add("wait", wait)
    object.add("computing", computing)
    object.add("total", total)
    return object.closed
  }
}
