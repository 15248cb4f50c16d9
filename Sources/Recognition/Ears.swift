public import Aligner
import Synchronization

/// The model with as many buffers as are in use at a time: a stream that is not being encoded needs none.
public final class Ears: Sendable {
  /// The buffers of one encoding.
  ///
  /// Sendable because it is either in the list of those that are free or in the hands of one thread.
  private final class Ear: @unchecked Sendable {
    var workspace = AcousticModel.Workspace()
  }

  private let model: AcousticModel
  private let free = Mutex<[Ear]>([])

  /// - Parameter model: the network, which hears in as many places at a time as it is asked to.
  public init(model: AcousticModel) { self.model = model }

  func posteriors(of samples: Span<Float>) -> PhonePosteriors {
    let ear = take()
    defer { put(ear) }
    return model.posteriors(of: samples, using: &ear.workspace)
  }

  func sound(of samples: Span<Float>) -> HeardSound {
    let ear = take()
    defer { put(ear) }
    return model.sound(of: samples, using: &ear.workspace)
  }

  private func take() -> Ear { free.withLock { $0.popLast() } ?? Ear() }

  private func put(_ ear: Ear) { free.withLock { $0.append(ear) } }
}
