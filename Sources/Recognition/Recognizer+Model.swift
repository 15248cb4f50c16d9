public import Aligner
public import Commands

extension Recognizer {
  /// A recogniser that hears with `model`, which many may share; `settings.fusion` may be of any kind.
  public init(model: AcousticModel, graph: CommandGraph, settings: Settings = Settings()) {
    self.init(graph: graph, settings: settings, hearing: Hearing(model, for: settings.fusion))
  }
}

extension Hearing {
  /// What a model hears, with buffers of its own; it may be used in one place at a time.
  init(_ model: AcousticModel, for fusion: Fusion) {
    let ear = Ear(model: model)
    self =
      if case .neural = fusion { .sound { ear.sound(of: $0) } } else { .posteriors { ear.posteriors(of: $0) } }
  }

  /// A model with the buffers of one recogniser.
  private final class Ear {
    private let model: AcousticModel
    private var workspace = AcousticModel.Workspace()

    init(model: AcousticModel) { self.model = model }

    func posteriors(of samples: Span<Float>) -> PhonePosteriors { model.posteriors(of: samples, using: &workspace) }

    func sound(of samples: Span<Float>) -> HeardSound { model.sound(of: samples, using: &workspace) }
  }
}
