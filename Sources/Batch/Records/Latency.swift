import JSON

/// How long an utterance took, in seconds.
public struct Latency: Hashable, Sendable {
  /// The silence after it that told that it was over.
  public var wait: Double
  /// From when the end of that silence was at hand to the result.
  public var computing: Double
  /// From the last sound of the utterance to the result.
  public var total: Double

  /// - Parameters:
  ///   - wait: the silence.
  ///   - computing: what came after it.
  ///   - total: both, unless the end of the silence was at hand late.
  public init(wait: Double = 0, computing: Double, total: Double? = nil) {
    (self.wait, self.computing, self.total) = (wait, computing, total ?? wait + computing)
  }

  /// As a JSON object.
  public var json: String {
    var object = JSONText()
    object.add("wait", wait)
    object.add("computing", computing)
    object.add("total", total)
    return object.closed
  }
}
