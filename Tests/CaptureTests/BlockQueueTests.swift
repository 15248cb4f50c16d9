import Dispatch
import Foundation
import Testing

@testable import Capture

@Suite struct BlockQueueTests {
  private static func block(_ value: Int) -> [Float] { Array(repeating: Float(value), count: SoundBlock.length) }

  @Test func aFullQueueTakesNothingAndLosesNothing() {
    let queue = BlockQueue(capacity: 3)
    for index in 0..<5 {
      #expect(queue.push(Self.block(index).span, sequence: UInt64(index), time: .now) == (index < 3))
    }
    #expect(queue.count == 3)
    let sequences = (0..<4).map { _ in queue.pop(waiting: .seconds(0))?.sequence }
    #expect(sequences == [0, 1, 2, nil])
  }

  /// A writer and a reader on two threads: every block arrives once, in order and whole.
  @Test func blocksPassFromThreadToThread() {
    let queue = BlockQueue(capacity: 7)
    let count = 20_000
    let writer = Thread {
      for index in 0..<count {
        let block = Self.block(index)
        while !queue.push(block.span, sequence: UInt64(index), time: .now) { Thread.sleep(forTimeInterval: 1e-5) }
      }
    }
    writer.start()
    for index in 0..<count {
      guard let block = queue.pop(waiting: .seconds(10)) else {
        Issue.record("block \(index) did not come")
        return
      }
      guard block.sequence == index, block.samples == Self.block(index) else {
        Issue.record("block \(index) is not itself")
        return
      }
    }
    #expect(queue.pop(waiting: .seconds(0)) == nil)
  }
}
