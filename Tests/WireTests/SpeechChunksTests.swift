import Testing
import Wire

@Suite struct SpeechChunksTests {
  @Test func knownSamples() {
    let samples: [Float] = [0, 1, -1, 0.5, 2, -.infinity, .nan]
    #expect(SpeechChunks(samples).flatMap(\.samples) == [0, 0, 255, 127, 1, 128, 0, 64, 255, 127, 1, 128, 0, 0])
  }

  @Test(arguments: [0, 1, 1599, 1600, 1601, 5000]) func everySampleIsInOneChunk(count: Int) {
    let chunks = Array(SpeechChunks([Float](repeating: 0, count: count)))
    #expect(chunks.reduce(0) { $0 + $1.samples.count } == 2 * count)
    #expect(chunks.allSatisfy { $0.format == .speech && !$0.samples.isEmpty && $0.samples.count <= 3200 })
    #expect(chunks.dropLast().allSatisfy { $0.samples.count == 3200 })
  }

  @Test func aSliceIsAsGoodAsAnArray() {
    let samples = (0..<4000).map { Float($0) / 4000 }
    let sliced = SpeechChunks(samples[100..<3900]).flatMap(\.samples)
    #expect(sliced == SpeechChunks(Array(samples[100..<3900])).flatMap(\.samples))
  }
}
