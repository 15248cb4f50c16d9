import Aligner
import Capture
import Foundation
import Lexicon
import Testing

@testable import Measurement
@testable import Recordings

@Suite struct UtteranceIndexTests {
  private var index: UtteranceIndex {
    var index = UtteranceIndex()
    for vector: [Float] in [[1, 0], [0, 1], [0.6, 0.8], [1, 0]] { index.append(vector) }
    return index
  }

  @Test func theNearestComeFirst() {
    let found = index.nearest(to: [0.8, 0.6], count: 3)
    #expect(found.map(\.index) == [2, 0, 3])
    #expect(zip(found.map(\.similarity), [0.96, 0.8, 0.8]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(index.nearest(to: [1, 0], count: 9).count == 4)
    #expect(UtteranceIndex().nearest(to: [1], count: 1).isEmpty)
  }

  @Test func recallCountsWhatIsAmongTheFirst() {
    let queries: [(vector: [Float], isWanted: (Int) -> Bool)] = [
      ([1, 0], { $0 == 0 }), ([1, 0], { $0 == 3 }), ([0, 1], { $0 == 0 }), ([0, 1], { _ in false }),
    ]
    #expect(index.recall(of: queries, at: [1, 2, 4]).map(\.count) == [1, 2, 3])
  }

  /// Synthetic voices, so this says that search works, not how well.
  @Test(.timeLimit(.minutes(5))) func aSentenceFindsItsRecording() async throws {
    let said = [
      "turn on the kitchen lights": "Fixtures/synthetic-espeak-lights-on-kitchen.flac",
      "set a timer for five minutes": "Fixtures/synthetic-flite-timer-five-minutes.flac",
      "cancel the timer": "Fixtures/synthetic-flite-timer-cancel.flac",
    ]
    let embedder = UtteranceEmbedder(
      model: try AcousticModel(), aligner: try CrossModalAligner(), lexicon: try Lexicon(), jobs: 2)
    let files = said.values.sorted()
    var recordings = UtteranceIndex()
    for vector in await embedder.embeddings(of: files.map { RecordingItem($0) }) { recordings.append(try vector.get()) }
    for (sentence, file) in said {
      let found = recordings.nearest(to: try embedder.embedding(of: sentence), count: 1)
      #expect(found.map { files[$0.index] } == [file], "\(sentence)")
    }
  }

  @Test func aBrokenRecordingConcernsNoOther() async throws {
    let embedder = UtteranceEmbedder(
      model: try AcousticModel(), aligner: try CrossModalAligner(), lexicon: try Lexicon(), jobs: 2)
    let files = ["Fixtures/not-audio.wav", "Fixtures/silence.wav", "no/such.wav", "Fixtures/empty.wav"]
    let found = await embedder.embeddings(of: files.map { RecordingItem($0) })
    #expect(found.map { (try? $0.get()) != nil } == [false, true, false, false])
    let silence = try found[1].get()
    #expect(silence.count == CrossModalAligner.utterance && silence.allSatisfy(\.isFinite))
  }
}
