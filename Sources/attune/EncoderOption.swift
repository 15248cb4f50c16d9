import Aligner
import ArgumentParser
import Recognition

/// How sound goes through the network.
enum EncoderOption: String, CaseIterable, ExpressibleByArgument {
  /// A segment as a whole, when it is there.
  case whole
  /// As it comes, each frame once.
  case streaming

  /// The one that hears again what this one leaves in doubt.
  var other: EncoderOption { self == .whole ? .streaming : .whole }

  /// The files that its weights are in.
  func weights() throws -> [String] {
    switch self {
    case .whole: [try AcousticModel.encoderPath(), try AcousticModel.headPath()]
    case .streaming: [try StreamingModel.path()]
    }
  }

  /// Loads the network.
  ///
  /// - Parameter chunk: how much sound a streaming network hears at a time, in milliseconds: 160, 320 or 640.
  func ears(chunk: Int = 320) throws -> Ears {
    switch self {
    case .whole: Ears(model: try AcousticModel())
    case .streaming: Ears(model: try StreamingModel(geometry: StreamGeometry(chunk: chunk / 20)))
    }
  }

  /// The network that hears again, loaded when there is something to hear: what seems to be a command where it is overheard as
  /// it comes, and what is in doubt where it is addressed.
  ///
  /// - Parameters:
  ///   - mode: whom the sound is meant for.
  ///   - opinion: whether what is in doubt is to be heard again.
  ///   - note: told why nothing can be heard again.
  func secondEars(
    _ mode: HearingMode, opinion: Bool = true,
    note: @escaping @Sendable (String) -> Void = { StandardError.line("attune: \($0)") }
  ) -> SecondEars? {
    guard mode == .overheard ? self == .streaming : opinion else { return nil }
    return SecondEars {
      do { return try other.ears() } catch {
        note("\(error): everything is heard once")
        return nil
      }
    }
  }
}
