public import Aligner
public import Commands

extension Recognizer {
  /// A recogniser that hears with `model`, which many may share.
  public init(model: AcousticModel, graph: CommandGraph, settings: Settings = Settings()) {
    let ear = Ear(model: model)
    self.init(graph: graph, settings: settings) { ear.posteriors(of: $0) }
  }

  /// A model with the buffers of one recogniser.
  private final class Ear {
    private let model: AcousticModel
    private var workspace = AcousticModel.Workspace()

    init(model: AcousticModel) { self.model = model }

    func posteriors(of samples: Span<Float>) -> PhonePosteriors { model.posteriors(of: samples, using: &workspace) }
  }
}
