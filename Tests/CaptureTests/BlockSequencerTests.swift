import Testing

@testable import Capture

@Suite struct BlockSequencerTests {
  private let start = ContinuousClock.now

  private func time(_ samples: Int) -> ContinuousClock.Instant { start + .seconds(Double(samples) / 16_000) }

  @Test(arguments: [1, 100, 319, 320, 321, 5000]) func anyPortionsGiveTheSameBlocks(portion: Int) {
    var sequencer = BlockSequencer()
    var (blocks, numbers): ([Float], [UInt64]) = ([], [])
    let all = (0..<5000).map { Float($0) }
    for first in stride(from: 0, to: all.count, by: portion) {
      let end = min(all.count, first + portion)
      sequencer.append(Array(all[first..<end]), time: time(end)) { block, number, instant in
        for index in block.indices { blocks.append(block[index]) }
        numbers.append(number)
        // A block's time is that of its last sample, whenever the samples came.
        #expect(abs((instant - time(blocks.count)) / .seconds(1)) < 1e-6)
      }
    }
    #expect(blocks == Array(all[..<4800]))
    #expect(numbers == Array(0..<15))
  }

  /// Numbers are left out for what was lost, one at least.
  @Test(arguments: [(0, 1), (100, 1), (320, 1), (3200, 10), (16_000, 50)])
  func whatIsLostIsMissingInTheNumbers(lost: Int, missing: UInt64) {
    var sequencer = BlockSequencer()
    var numbers: [UInt64] = []
    let block = [Float](repeating: 0, count: 320)
    sequencer.append(block + block, time: time(640)) { _, number, _ in numbers.append(number) }
    sequencer.interrupt()
    sequencer.append(block, time: time(960 + lost)) { _, number, _ in numbers.append(number) }
    #expect(numbers == [0, 1, 2 + missing])
  }

  @Test func soundBeforeAndAfterALossIsNotSpliced() {
    var sequencer = BlockSequencer()
    var blocks: [[Float]] = []
    let keep = { (block: Span<Float>, _: UInt64, _: ContinuousClock.Instant) in
      blocks.append(block.indices.map { block[$0] })
    }
    sequencer.append(Array(repeating: 1, count: 500), time: time(500), keep)
    sequencer.interrupt()
    sequencer.append(Array(repeating: 2, count: 500), time: time(2000), keep)
    #expect(blocks == [Array(repeating: 1, count: 320), Array(repeating: 2, count: 320)])
  }
}
