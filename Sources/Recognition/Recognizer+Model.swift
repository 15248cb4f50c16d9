public import Aligner
public import Commands

extension Recognizer {
  /// A recogniser that hears with `model`.
  public init(model: AcousticModel, graph: CommandGraph, settings: Settings = Settings()) {
    self.init(graph: graph, settings: settings) { try model.posteriors(of: Array($0)) }
  }
}
