import Kernels
import Spectrum

/// What a stream remembers from one step to the next, all of it in one block of memory.
///
/// Between two steps, after which E frames have been heard (a multiple of the chunk):
///
/// - of each block i, which E - i × ahead frames have reached: the `keys` and `values` of the last `left + ahead` of them,
///   [left + ahead, 384] each, brain floats; and `waiting`, its input that it has not answered, [ahead, 384];
/// - `parts`: what the head's first layer made of those answers that block 3 has not reached, [2 × ahead, 256];
/// - `inner`: what came after it for the last `ahead + 2` frames that block 3 has reached, [ahead + 2, 256];
/// - `carried`: hidden and cell state of the head's two forward memories, [4, 192];
/// - `mel`: log-mel frames from two before E on, as the network takes them, [melCapacity, 80]; two of zeros at first.
///
/// Frames before the stream's first are zeros, and never attended to.
final class StreamMemory {
  /// Where everything lies, in bytes from the beginning of the block.
  struct Layout: Hashable, Sendable {
    let geometry: StreamGeometry
    let byteCount: Int
    /// A step's log-mel frames, and those that come with one more piece of sound or with its end.
    let melCapacity: Int
    fileprivate let waiting: Int
    fileprivate let parts: Int
    fileprivate let inner: Int
    fileprivate let carried: Int
    fileprivate let mel: Int

    init(_ geometry: StreamGeometry) {
      self.geometry = geometry
      let (width, inner, blocks) = (StreamingModel.size.width, PhoneHead.inner, StreamingModel.size.blockCount)
      let (brain, single) = (MemoryLayout<UInt16>.size, MemoryLayout<Float>.size)
      melCapacity = geometry.melFrames + 8
      waiting = blocks * 2 * geometry.remembered * width * brain
      parts = waiting + blocks * geometry.ahead * width * single
      self.inner = parts + 2 * geometry.ahead * inner * single
      carried = self.inner + (geometry.ahead + 2) * inner * single
      mel = carried + 4 * PhoneHead.hidden * single
      byteCount = mel + melCapacity * LogMelSpectrogram.bands * single
    }
  }

  let layout: Layout
  private let block: UnsafeMutableRawPointer

  init(_ geometry: StreamGeometry) {
    layout = Layout(geometry)
    block = .allocate(byteCount: layout.byteCount, alignment: 64)
    clear()
  }

  deinit { block.deallocate() }

  /// Makes everything zero.
  func clear() { block.initializeMemory(as: UInt8.self, repeating: 0, count: layout.byteCount) }

  /// Becomes equal to another one of the same layout.
  func copy(_ other: StreamMemory) {
    precondition(layout == other.layout)
    block.copyMemory(from: other.block, byteCount: layout.byteCount)
  }

  /// The keys of a block.
  func keys(_ index: Int) -> UnsafeMutableBufferPointer<UInt16> { memories(2 * index) }

  /// The values of a block.
  func values(_ index: Int) -> UnsafeMutableBufferPointer<UInt16> { memories(2 * index + 1) }

  /// The input that a block has not answered.
  func waiting(_ index: Int) -> UnsafeMutableBufferPointer<Float> {
    let count = layout.geometry.ahead * StreamingModel.size.width
    return floats(layout.waiting + index * count * MemoryLayout<Float>.size, count)
  }

  var parts: UnsafeMutableBufferPointer<Float> { floats(layout.parts, 2 * layout.geometry.ahead * PhoneHead.inner) }

  var inner: UnsafeMutableBufferPointer<Float> { floats(layout.inner, (layout.geometry.ahead + 2) * PhoneHead.inner) }

  /// The hidden (0) and the cell state (1) of a forward memory.
  func carried(layer: Int, _ kind: Int) -> UnsafeMutableBufferPointer<Float> {
    floats(layout.carried + (2 * layer + kind) * PhoneHead.hidden * MemoryLayout<Float>.size, PhoneHead.hidden)
  }

  var mel: UnsafeMutableBufferPointer<Float> { floats(layout.mel, layout.melCapacity * LogMelSpectrogram.bands) }

  private func memories(_ index: Int) -> UnsafeMutableBufferPointer<UInt16> {
    let count = layout.geometry.remembered * StreamingModel.size.width
    let start = block + index * count * MemoryLayout<UInt16>.size
    return UnsafeMutableBufferPointer(start: start.assumingMemoryBound(to: UInt16.self), count: count)
  }

  private func floats(_ offset: Int, _ count: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: (block + offset).assumingMemoryBound(to: Float.self), count: count)
  }
}
