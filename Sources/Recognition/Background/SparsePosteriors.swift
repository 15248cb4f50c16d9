import Aligner
import Glibc

/// Posteriors in few bytes: of each frame the phones that may have been heard, and nothing of frames in which nothing was.
///
/// A frame is a byte with the number of its phones (0...12), the blank's log-probability, and for each phone its column and
/// log-probability; or it is one of a run of 1...127 blank frames, a byte of 128 plus their number. A log-probability is a
/// byte of sixteenths of a nat below 0. All other phones have the one that phones have where nothing is heard of them: the
/// rest of the probability, shared out, would be a thousand times as much, and every command nearly heard somewhere.
enum SparsePosteriors {
  /// A phone is kept if it has at least this log-probability.
  private static let least: Float = -8.4
  /// A frame is blank where the blank has at least this one: hardly a phone is worth keeping there.
  private static let blank: Float = -0.001
  /// The most phones of a frame.
  private static let mostPhones = 12
  /// The log-probability of the others: their median was -11 to -16 in 13,000 frames of the background, the more certain
  /// the frame, the lower.
  private static let others: Float = -14
  private static let steps: Float = 16

  /// Posteriors as bytes.
  static func encode(_ posteriors: PhonePosteriors) -> [UInt8] {
    var bytes: [UInt8] = []
    var run: UInt8 = 0
    for frame in 0..<posteriors.frameCount {
      let row = posteriors.logProbabilities[frame * PhonePosteriors.columns..<(frame + 1) * PhonePosteriors.columns]
      let values = Array(row)
      if values[0] >= blank {
        run += 1
        if run == 127 { end(&run, &bytes) }
      } else {
        end(&run, &bytes)
        append(values, to: &bytes)
      }
    }
    end(&run, &bytes)
    return bytes
  }

  private static func end(_ run: inout UInt8, _ bytes: inout [UInt8]) {
    if run > 0 { bytes.append(128 + run) }
    run = 0
  }

  private static func append(_ frame: [Float], to bytes: inout [UInt8]) {
    let kept = frame.indices.dropFirst().filter { frame[$0] >= least }.sorted { frame[$0] > frame[$1] }.prefix(
      mostPhones)
    bytes += [UInt8(kept.count), level(frame[0])]
    for column in kept { bytes += [UInt8(column), level(frame[column])] }
  }

  private static func level(_ logProbability: Float) -> UInt8 {
    UInt8(min(255, max(0, (-logProbability * steps).rounded())))
  }

  /// Posteriors of bytes; nil where they are none.
  static func decode(_ bytes: some Sequence<UInt8>) -> PhonePosteriors? {
    var values: [Float] = []
    var iterator = bytes.makeIterator()
    while let first = iterator.next() {
      if first > 128 {
        for _ in 0..<first - 128 { values += row([0: blank / 2]) }
        continue
      }
      guard first <= mostPhones, let level = iterator.next() else { return nil }
      var kept = [0: -Float(level) / steps]
      for _ in 0..<first {
        guard let column = iterator.next(), let level = iterator.next(),
          (1..<PhonePosteriors.columns).contains(Int(column))
        else { return nil }
        kept[Int(column)] = -Float(level) / steps
      }
      values += row(kept)
    }
    return PhonePosteriors(logProbabilities: values)
  }

  /// A frame of the columns that are known.
  private static func row(_ kept: [Int: Float]) -> [Float] {
    var row = [Float](repeating: others, count: PhonePosteriors.columns)
    for (column, value) in kept { row[column] = value }
    return row
  }
}
