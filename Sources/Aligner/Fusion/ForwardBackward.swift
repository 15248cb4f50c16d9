import Glibc
import Kernels
import Lexicon

/// The posteriors of a small hidden Markov model of a transcript, phone by phone: forward-backward (Baum et al., 1970).
///
/// With p(k | t) what was heard in frame t, a frame belongs to a phone or to a gap with these probabilities:
///
///     phone n   max(p(phone n | t), 0.0001)
///     gap       p(blank | t) + foreign (1 - p(blank | t))      nothing, or sound that the transcript lacks
///
/// A phone follows the one before it or a gap, and a phone may be left out for `missed`. There are no parameters to
/// train; the PyTorch module alignment.py computes the same.
///
/// Probabilities are scaled frame by frame, so that they add up to 1.
struct ForwardBackward: Sendable {
  private static let foreign = 0.05
  private static let missed = 0.02
  private static let floor = 1e-4

  /// [T, N]: what each phone is worth in each frame.
  private var heard: [Double] = []
  /// [T]: what a gap is worth.
  private var gap: [Double] = []
  /// [T, N] and [T, N + 1]: the scaled forward probabilities.
  private var phones: [Double] = []
  private var rests: [Double] = []
  /// [T, N + 1]: the forward probabilities of the places between phones before each frame.
  private var ready: [Double] = []
  /// [T]: what each frame's sum was before it was scaled.
  private var scales: [Double] = []
  /// The backward probabilities of the frame at hand: [N] while a phone lasts, and [N + 1] of the places.
  private var lasting: [Double] = []
  private var after: [Double] = []
  private var entered: [Double] = []

  /// Aligns a text of N phones with T frames.
  ///
  /// - Returns: nil where the text cannot be aligned: it is empty, or so much longer than the sound that no way through
  ///   both has a probability above 1e-300.
  mutating func align(_ text: SpokenText, with posteriors: PhonePosteriors) -> Alignment? {
    let (frames, count) = (posteriors.frameCount, text.phones.count)
    guard frames > 0, count > 0 else { return nil }
    emit(text.phones, posteriors)
    guard forward(frames: frames, count: count) else { return nil }
    return backward(frames: frames, count: count)
  }

  private mutating func emit(_ phones: [Phone], _ posteriors: PhonePosteriors) {
    let columns = PhonePosteriors.columns
    Self.resize(&heard, posteriors.frameCount * phones.count)
    Self.resize(&gap, posteriors.frameCount)
    for frame in 0..<posteriors.frameCount {
      let blank = exp(Double(posteriors.logProbabilities[frame * columns]))
      gap[frame] = blank + Self.foreign * (1 - blank)
      for (index, phone) in phones.enumerated() {
        let value = posteriors.logProbabilities[frame * columns + Int(phone.rawValue)]
        heard[frame * phones.count + index] = max(exp(Double(value)), Self.floor)
      }
    }
  }

  /// - Returns: whether there is a way to every frame.
  private mutating func forward(frames: Int, count: Int) -> Bool {
    let places = count + 1
    Self.resize(&phones, frames * count)
    Self.resize(&rests, frames * places)
    Self.resize(&ready, frames * places)
    Self.resize(&scales, frames)
    for frame in 0..<frames {
      let (row, placeRow) = (frame * count, frame * places)
      // A place is reached from the gap there, from the phone before it, or past phones that are left out.
      var previous = 0.0
      for place in 0..<places {
        var here = frame == 0 ? (place == 0 ? 1 : 0) : rests[placeRow - places + place]
        if frame > 0, place > 0 { here += phones[row - count + place - 1] }
        previous = here + Self.missed * previous
        ready[placeRow + place] = previous
      }
      var sum = 0.0
      for phone in 0..<count {
        let lasted = frame == 0 ? 0 : phones[row - count + phone]
        phones[row + phone] = heard[row + phone] * (lasted + ready[placeRow + phone])
        sum += phones[row + phone]
      }
      for place in 0..<places {
        rests[placeRow + place] = gap[frame] * ready[placeRow + place]
        sum += rests[placeRow + place]
      }
      guard sum > 0, sum.isFinite else { return false }
      for index in row..<row + count { phones[index] /= sum }
      for index in placeRow..<placeRow + places { rests[index] /= sum }
      scales[frame] = sum
    }
    return true
  }

  private mutating func backward(frames: Int, count: Int) -> Alignment? {
    let places = count + 1
    var alignment = Alignment(
      phones: Matrix(rows: frames, columns: count), gaps: Matrix(rows: frames, columns: places),
      entered: [Float](repeating: 0, count: count))
    Self.resize(&lasting, count)
    Self.resize(&after, places)
    Self.resize(&entered, count)
    for phone in 0..<count { (lasting[phone], entered[phone]) = (0, 0) }
    // The text may end anywhere, for what is left out of it.
    after[count] = 1
    for place in (0..<count).reversed() { after[place] = Self.missed * after[place + 1] }
    for frame in (0..<frames).reversed() {
      guard share(frame, count: count, into: &alignment) else { return nil }
    }
    for phone in 0..<count { alignment.entered[phone] = Float(min(entered[phone], 1)) }
    return alignment
  }

  /// One frame of the way back: who has it, and what follows the frame before it.
  private mutating func share(_ frame: Int, count: Int, into alignment: inout Alignment) -> Bool {
    let (places, row, placeRow) = (count + 1, frame * count, frame * (count + 1))
    var total = 0.0
    for phone in 0..<count { total += phones[row + phone] * (lasting[phone] + after[phone + 1]) }
    for place in 0..<places { total += rests[placeRow + place] * after[place] }
    guard total > 1e-300, total.isFinite else { return false }
    for place in 0..<places { alignment.gaps[frame, place] = Float(rests[placeRow + place] * after[place] / total) }
    let scale = 1 / (scales[frame] * total)
    for phone in 0..<count {
      let follows = lasting[phone] + after[phone + 1]
      alignment.phones[frame, phone] = Float(phones[row + phone] * follows / total)
      lasting[phone] = heard[row + phone] * follows * scale
      entered[phone] += ready[placeRow + phone] * lasting[phone]
      // Nothing needs what follows this place any more: the next phone has had it.
      after[phone] = lasting[phone] + gap[frame] * after[phone] * scale
    }
    after[count] *= gap[frame] * scale
    for place in (0..<count).reversed() { after[place] += Self.missed * after[place + 1] }
    return true
  }

  /// Keeps the storage, and what is in it.
  private static func resize(_ values: inout [Double], _ count: Int) {
    if values.count > count { values.removeLast(values.count - count) }
    values.reserveCapacity(count)
    while values.count < count { values.append(0) }
  }
}
