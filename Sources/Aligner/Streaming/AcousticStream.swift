import Spectrum

/// A sound that is being heard by a `StreamingModel`, and all that the network remembers of it.
///
/// It belongs to one thread at a time.
public final class AcousticStream {
  /// When the network answers.
  public let geometry: StreamGeometry
  /// The position of the stream's first frame among the network's.
  let first: Int
  let memory: StreamMemory
  /// The samples that wait for a frame.
  var position = LogMelStream.Position()
  /// The frames that have been heard: a multiple of the chunk.
  private(set) var heard = 0
  /// The log-mel frames at hand, from two before `heard` on.
  private(set) var melCount = AcousticStream.context

  private static let context = 2

  /// A stream at its beginning.
  public convenience init(_ geometry: StreamGeometry = StreamGeometry()) { self.init(geometry, first: 0) }

  init(_ geometry: StreamGeometry, first: Int) {
    self.geometry = geometry
    self.first = first
    memory = StreamMemory(geometry)
  }

  /// The size of its memory in bytes, without the samples that wait for a frame, 560 at most.
  public var byteCount: Int { memory.layout.byteCount }
  /// Whether a chunk is complete.
  public var isReady: Bool { melCount >= geometry.melFrames }
  /// The frames that there are in all, if no more comes.
  var total: Int { heard + (melCount - Self.context + 1) / 2 }

  /// Becomes equal to another stream of the same geometry: both go on alike.
  public func copy(_ other: AcousticStream) {
    precondition(first == other.first)
    memory.copy(other.memory)
    position.copy(other.position)
    (heard, melCount) = (other.heard, other.melCount)
  }

  /// Becomes a stream at its beginning.
  public func reset() {
    memory.clear()
    position.reset()
    (heard, melCount) = (0, Self.context)
  }

  /// Takes in log-mel frames, as the network wants them: not below `floor`, and scaled.
  func append(_ spectrogram: LogMelSpectrogram, floor: Float) {
    precondition(melCount + spectrogram.frameCount <= memory.layout.melCapacity)
    let bands = LogMelSpectrogram.bands
    let free = UnsafeMutableBufferPointer(
      rebasing: memory.mel[melCount * bands..<(melCount + spectrogram.frameCount) * bands])
    var target = free.mutableSpan
    spectrogram.normalize(0..<spectrogram.frameCount, floor: floor, into: &target)
    melCount += spectrogram.frameCount
  }

  /// Forgets the log-mel frames of a step.
  func forgetMel(_ count: Int) {
    let forgotten = min(count, melCount)
    let (mel, bands) = (memory.mel, LogMelSpectrogram.bands)
    for index in 0..<(melCount - forgotten) * bands { mel[index] = mel[index + forgotten * bands] }
    melCount -= forgotten
  }

  /// A chunk has been heard.
  func advance() { heard += geometry.chunk }
}

// MARK: - Saving

/// Bytes that no stream has saved.
public struct SavedStreamError: Error, CustomStringConvertible {
  /// What is wrong with them.
  public let description: String
}

extension AcousticStream {
  /// "attune stream 1" and what the memory is made for.
  private static let magic: UInt64 = 0x316d_7274_735f_7461

  /// Everything that the stream remembers: with it another one goes on where this one is. Numbers are little-endian.
  public func saved() -> [UInt8] {
    let numbers = [
      Int(Self.magic), geometry.chunk, geometry.left, geometry.ahead, first, heard, melCount, position.pendingStart,
      position.nextFrame, position.pending.count,
    ]
    var bytes: [UInt8] = []
    for number in numbers { withUnsafeBytes(of: Int64(number).littleEndian) { bytes += $0 } }
    for sample in position.pending { withUnsafeBytes(of: sample.bitPattern.littleEndian) { bytes += $0 } }
    return bytes + memory.bytes
  }

  /// A stream that goes on where another was saved.
  ///
  /// - Throws: `SavedStreamError` where the bytes are not what a stream has saved.
  public convenience init(saved bytes: [UInt8]) throws(SavedStreamError) {
    var reader = SavedStreamReader(bytes: bytes)
    guard try reader.number() == Int(Self.magic) else { throw SavedStreamError(description: "byte 0: no saved stream") }
    let (chunk, left, ahead) = (try reader.number(), try reader.number(), try reader.number())
    guard [8, 16, 32].contains(chunk), left == 128, ahead == 8 else {
      throw SavedStreamError(description: "byte 8: chunks of \(chunk) frames, \(left) to the left and \(ahead) ahead")
    }
    self.init(
      StreamGeometry(chunk: chunk, left: left, ahead: ahead),
      first: try reader.number(in: 0..<AudioEncoder.maximumFrames))
    heard = try reader.number(in: 0..<Int(Int32.max))
    melCount = try reader.number(in: Self.context..<memory.layout.melCapacity + 1)
    let (start, next) = (try reader.number(in: 0..<Int.max / 2), try reader.number(in: 0..<Int.max / 2))
    let pending = try reader.samples(count: try reader.number(in: 0..<2 * FrameGeometry.window + 1))
    position = LogMelStream.Position(pending: pending, pendingStart: start, nextFrame: next)
    try reader.rest(into: memory.bytes)
  }
}

/// Takes a saved stream apart.
private struct SavedStreamReader {
  let bytes: [UInt8]
  private var next = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func number(in range: Range<Int> = Int.min..<Int.max) throws(SavedStreamError) -> Int {
    guard next + 8 <= bytes.count else { throw SavedStreamError(description: "byte \(bytes.count): the bytes end") }
    let number = bytes[next..<next + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let value = Int(truncatingIfNeeded: number)
    guard range.contains(value) else {
      throw SavedStreamError(description: "byte \(next): \(value) is not in \(range)")
    }
    next += 8
    return value
  }

  mutating func samples(count: Int) throws(SavedStreamError) -> [Float] {
    guard next + 4 * count <= bytes.count else {
      throw SavedStreamError(description: "byte \(bytes.count): the bytes end")
    }
    defer { next += 4 * count }
    return (0..<count).map { index in
      let start = next + 4 * index
      return Float(bitPattern: bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
  }

  func rest(into memory: UnsafeMutableRawBufferPointer) throws(SavedStreamError) {
    guard bytes.count - next == memory.count else {
      throw SavedStreamError(description: "byte \(next): \(bytes.count - next) bytes of memory, not \(memory.count)")
    }
    memory.copyBytes(from: bytes[next...])
  }
}
