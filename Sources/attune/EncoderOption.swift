import Aligner
import ArgumentParser
import Recognition

/// How sound goes through the network.
enum EncoderOption: String, CaseIterable, ExpressibleByArgument {
  /// A segment as a whole, when it is there.
  case whole
  /// As it comes, each frame once.
  case streaming

  /// Loads the network.
  ///
  /// - Parameter chunk: how much sound a streaming network hears at a time, in milliseconds: 160, 320 or 640.
  func ears(chunk: Int = 320) throws -> Ears {
    switch self {
    case .whole: Ears(model: try AcousticModel())
    case .streaming: Ears(model: try StreamingModel(geometry: StreamGeometry(chunk: chunk / 20)))
    }
  }

  /// Loads the network that hears again what seems to be a command; nil where that is not wanted: where sound is addressed, or
  /// heard as a whole in the first place.
  func secondEars(_ mode: HearingMode) throws -> Ears? {
    self == .streaming && mode == .overheard ? try Self.whole.ears() : nil
  }
}
