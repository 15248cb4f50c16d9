public import Aligner
public import Commands

extension Recognizer {
  /// A recogniser that hears with `model`, which many may share; `settings.fusion` may be of any kind.
  public init(model: AcousticModel, graph: CommandGraph, settings: Settings = Settings()) {
    let ear = Ear(model: model)
    if case .neural = settings.fusion {
      self.init(graph: graph, settings: settings, sound: { ear.sound(of: $0) })
    } else {
      self.init(graph: graph, settings: settings, posteriors: { ear.posteriors(of: $0) })
    }
  }

  /// A model with the buffers of one recogniser.
  final class Ear {
    private let model: AcousticModel
    private var workspace = AcousticModel.Workspace()

    init(model: AcousticModel) { self.model = model }

    func posteriors(of samples: Span<Float>) -> PhonePosteriors { model.posteriors(of: samples, using: &workspace) }

    func sound(of samples: Span<Float>) -> HeardSound { model.sound(of: samples, using: &workspace) }
  }
}
