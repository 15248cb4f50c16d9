import Aligner
import ArgumentParser
import Lexicon
import Recognition

/// The ways in which a transcript joins the sound, by their names on the command line.
enum FusionName: String, CaseIterable, ExpressibleByArgument {
  case none, late, mean, weighted, concat, attention, bilstm

  /// The network's strategy of this name; nil where no network is needed.
  ///
  /// - Parameter share: the sound's share in `weighted`; nil for the learned one.
  func strategy(share: Float? = nil) -> FusionStrategy? {
    switch self {
    case .none, .late: nil
    case .mean: .mean
    case .weighted: .weighted(share: share)
    case .concat: .concat
    case .attention: .attention
    case .bilstm: .bilstm
    }
  }

  /// This way with the weights that were tuned on development data.
  func fusion(lexicon: Lexicon, aligner: CrossModalAligner) -> Fusion {
    if let strategy = strategy() { return .neural(NeuralFusion(strategy, aligner: aligner, lexicon: lexicon)) }
    return self == .none ? .none : .late(LateFusion(lexicon: lexicon))
  }
}
