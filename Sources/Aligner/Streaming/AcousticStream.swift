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
