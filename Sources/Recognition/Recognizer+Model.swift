public import Aligner
public import Commands

extension Recognizer {
  /// A recogniser that hears with `model`, which many may share; `settings.fusion` may be of any kind.
  public init(model: AcousticModel, graph: CommandGraph, settings: Settings = Settings()) {
    self.init(graph: graph, settings: settings, hearing: Hearing(model, for: settings.fusion))
  }
}

extension Hearing {
  /// What a model hears.
  init(_ model: AcousticModel, for fusion: Fusion) { self.init(Ears(model: model), for: fusion) }

  /// What a model hears with buffers that may be shared.
  init(_ ears: Ears, for fusion: Fusion) {
    self =
      if case .neural = fusion { .sound { ears.sound(of: $0) } } else { .posteriors { ears.posteriors(of: $0) } }
  }
}
