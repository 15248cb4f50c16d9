import Recognition
import Synchronization

/// The last utterances of all pages, with the sound of as many as there is room for.
final class UtteranceLog: Sendable {
  /// What was said in all, and what became of it.
  struct Counts: Hashable, Sendable {
    var heard = 0
    var understood = 0

    var json: String { "{\"heard\": \(heard), \"understood\": \(understood), \"rejected\": \(heard - understood)}" }
  }

  private struct State {
    var utterances: [Utterance] = []
    /// By the numbers of utterances; 16 kHz, 16 bits.
    var sounds: [Int: [Int16]] = [:]
    var counts = Counts()
    var last = 0
  }

  /// The most utterances.
  static let limit = 100
  /// The most samples of all of them: 20 minutes, 38 MB.
  static let sampleLimit = 20 * 60 * 16_000

  private let state = Mutex(State())

  /// Takes in an utterance.
  ///
  /// - Parameters:
  ///   - samples: its sound; empty for a text.
  ///   - make: makes the utterance of its number.
  func add(_ samples: [Float], _ make: (_ id: Int) -> Utterance) -> Utterance {
    let sound = samples.map { Int16(max(-1, min(32_767.0 / 32_768, $0)) * 32_768) }
    return state.withLock { state in
      state.last += 1
      let utterance = make(state.last)
      state.utterances.append(utterance)
      state.counts.heard += 1
      if utterance.result.interpretation != nil { state.counts.understood += 1 }
      if !sound.isEmpty { state.sounds[utterance.id] = sound }
      while state.utterances.count > Self.limit { state.sounds[state.utterances.removeFirst().id] = nil }
      var total = state.sounds.values.reduce(0) { $0 + $1.count }
      for id in state.sounds.keys.sorted() where total > Self.sampleLimit {
        total -= state.sounds.removeValue(forKey: id)?.count ?? 0
      }
      return utterance
    }
  }

  /// The utterances, the oldest first.
  var utterances: [Utterance] { state.withLock(\.utterances) }
  /// What was said since the beginning.
  var counts: Counts { state.withLock(\.counts) }

  /// An utterance that is still known.
  subscript(id: Int) -> Utterance? { state.withLock { $0.utterances.first { $0.id == id } } }

  /// Its sound: 16 kHz, 16 bits; nil where there is none, or none any more.
  func sound(of id: Int) -> [Int16]? { state.withLock { $0.sounds[id] } }

  /// Notes what somebody has said of an utterance.
  func judge(_ id: Int, _ verdict: Utterance.Verdict) -> Utterance? {
    state.withLock { state in
      guard let index = state.utterances.firstIndex(where: { $0.id == id }) else { return nil }
      state.utterances[index].verdict = verdict
      return state.utterances[index]
    }
  }
}
