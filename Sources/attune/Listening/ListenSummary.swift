import Batch
import Capture
import JSON

/// What came of listening.
struct ListenSummary {
  /// The sound that was heard, in seconds.
  var seconds = 0.0
  /// How often a name was called.
  var woken = 0
  /// Utterances, those that were understood, and those that were not.
  var heard = 0
  var understood = 0
  var rejected = 0
  /// Places where sound was lost.
  var gaps = 0
  /// What happened to the device.
  var device = Microphone.Counts()
  /// Of what was understood.
  var latencies: [Latency] = []

  /// The value below which a share of all lies; nil where there is none.
  func quantile(_ share: Double, of part: KeyPath<Latency, Double>) -> Double? {
    let values = latencies.map { $0[keyPath: part] }.sorted()
    return values.isEmpty ? nil : values[min(values.count - 1, Int(share * Double(values.count)))]
  }

  /// Two lines for a person.
  var text: String {
    let first = """
      \(JSONText.rounded(seconds)) s: \(woken > 0 ? "called \(woken) times, " : "")\(heard) heard, \(understood) understood, \(rejected) rejected; \
      \(device.overruns) overruns, \(gaps) gaps, the device was lost \(device.losses) times
      """
    guard !latencies.isEmpty else { return first }
    func text(_ part: KeyPath<Latency, Double>) -> String {
      [0.5, 0.95].map { JSONText.rounded(quantile($0, of: part) ?? 0) }.joined(separator: " and ")
    }
    return first + """
      \nlatency, median and 95th percentile: \(text(\.total)) s; waiting for more \(text(\.wait)) s, \
      computing \(text(\.computing)) s
      """
  }

  /// As a JSON line.
  var json: String {
    var object = JSONText()
    object.add("event", "summary")
    object.add("seconds", seconds)
    let numbers = [
      ("woken", woken), ("heard", heard), ("understood", understood), ("rejected", rejected),
      ("overruns", device.overruns),
      ("suspensions", device.suspensions), ("losses", device.losses), ("gaps", gaps),
    ]
    for (key, value) in numbers { object.add(key, json: "\(value)") }
    for (key, share) in [("latencyMedian", 0.5), ("latency95", 0.95)] {
      guard let wait = quantile(share, of: \.wait), let computing = quantile(share, of: \.computing),
        let total = quantile(share, of: \.total)
      else {
        object.add(key, json: nil)
        continue
      }
      object.add(key, json: Latency(wait: wait, computing: computing, total: total).json)
    }
    return object.closed
  }
}
