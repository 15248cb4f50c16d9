public import Aligner
public import Commands

extension Recognizer {
  /// A recogniser that hears with `model`, which many may share; `settings.fusion` may be of any kind.
  public init(model: AcousticModel, graph: CommandGraph, settings: Settings = Settings()) {
    self.init(ears: Ears(model: model), graph: graph, settings: settings)
  }

  /// A recogniser that hears with `ears`, whose buffers it shares with other recognisers; `settings.fusion` may be of any
  /// kind.
  public init(ears: Ears, graph: CommandGraph, settings: Settings = Settings()) {
    self.init(graph: graph, settings: settings, hearing: ears.hearing(for: settings.fusion))
  }
}
