import Foundation
import Lexicon

@testable import Aligner

/// The alignment of a short text with a short sound, by visiting every way through both.
struct Enumeration {
  /// Places and phones take turns: gap 0, phone 0, gap 1, …, the last gap.
  private(set) var gaps: [Double]
  private(set) var phones: [Double]
  private(set) var entered: [Double]

  private let count: Int
  private let frames: Int
  private var total = 0.0

  init(_ text: SpokenText, _ posteriors: PhonePosteriors) {
    (count, frames) = (text.phones.count, posteriors.frameCount)
    gaps = Array(repeating: 0, count: frames * (count + 1))
    phones = Array(repeating: 0, count: frames * count)
    entered = Array(repeating: 0, count: count)
    visit([], probability: 1) { frame, state in
      let row = posteriors.logProbabilities[frame * PhonePosteriors.columns..<(frame + 1) * PhonePosteriors.columns]
      let values = row.map { exp(Double($0)) }
      return state.isMultiple(of: 2)
        ? values[0] + 0.05 * (1 - values[0]) : max(values[Int(text.phones[state / 2].rawValue)], 1e-4)
    }
    (gaps, phones) = (gaps.map { $0 / total }, phones.map { $0 / total })
    entered = entered.map { $0 / total }
  }

  /// - Parameter path: the states so far, 2 n for the gap before phone n and 2 n + 1 for the phone.
  private mutating func visit(_ path: [Int], probability: Double, _ emission: (Int, Int) -> Double) {
    // How many phones are over.
    let last = path.last ?? 0
    if path.count == frames {
      let missed = count - (last.isMultiple(of: 2) ? last / 2 : last / 2 + 1)
      return add(path, probability * pow(0.02, Double(missed)))
    }
    for state in last...2 * count {
      var factor = emission(path.count, state)
      if state.isMultiple(of: 2) || state != last {
        // A phone that goes on is entered once.
        let over = last.isMultiple(of: 2) ? last / 2 : last / 2 + 1
        guard state / 2 >= over else { continue }
        factor *= pow(0.02, Double(state / 2 - over))
      }
      visit(path + [state], probability: probability * factor, emission)
    }
  }

  private mutating func add(_ path: [Int], _ probability: Double) {
    total += probability
    for (frame, state) in path.enumerated() {
      if state.isMultiple(of: 2) {
        gaps[frame * (count + 1) + state / 2] += probability
      } else {
        phones[frame * count + state / 2] += probability
      }
    }
    for state in Set(path) where !state.isMultiple(of: 2) { entered[state / 2] += probability }
  }
}
