public import Aligner
import Synchronization

/// A network that hears, with as many buffers as are in use at a time: a stream that is not being heard needs none.
public struct Ears: Sendable {
  private enum Network {
    case whole(AcousticModel, Loan<AcousticModel.Workspace>)
    case streaming(StreamingModel, Loan<StreamingBuffers>)
  }

  private let network: Network

  /// Ears that hear each segment as a whole, with all of its context; for sound that is there already.
  public init(model: AcousticModel) { network = .whole(model, Loan { AcousticModel.Workspace() }) }

  /// Ears that hear sound as it comes, each frame once.
  public init(model: StreamingModel) { network = .streaming(model, Loan { StreamingBuffers(model) }) }

  /// An ear for a recogniser with this fusion: memories are made only where they are wanted.
  func ear(for fusion: Fusion) -> any Ear {
    let isNeural = if case .neural = fusion { true } else { false }
    switch network {
    case .whole(let model, let loan):
      return WholeEar(givesRoom: true) { samples in
        loan.use { buffers in
          isNeural
            ? model.sound(of: samples, using: &buffers)
            : HeardSound(posteriors: model.posteriors(of: samples, using: &buffers))
        }
      }
    case .streaming(let model, let loan): return ChunkEar(model, loan, withMemories: isNeural)
    }
  }
}

/// Buffers of which there are as many as are in use at a time.
final class Loan<Buffers: ~Copyable>: Sendable {
  /// Sendable because it is either in the list of those that are free or in the hands of one thread.
  private final class Item: @unchecked Sendable {
    var buffers: Buffers

    init(_ buffers: consuming Buffers) { self.buffers = buffers }
  }

  private let make: @Sendable () -> Buffers
  private let free = Mutex<[Item]>([])

  init(_ make: @escaping @Sendable () -> Buffers) { self.make = make }

  /// Calls `body` with buffers that nobody else uses meanwhile.
  func use<Result>(_ body: (inout Buffers) throws -> Result) rethrows -> Result {
    let item = free.withLock { $0.popLast() } ?? Item(make())
    defer { free.withLock { $0.append(item) } }
    return try body(&item.buffers)
  }
}
