import Aligner
import ArgumentParser
import Lexicon
import Recognition

/// The ways in which a transcript joins the sound, by their names on the command line.
struct FusionName: RawRepresentable, CaseIterable, Hashable, Sendable, ExpressibleByArgument {
  let rawValue: String

  /// Tokens are ignored.
  static let none = FusionName("none")
  /// Sound and text each propose commands.
  static let late = FusionName("late")
  static let allCases = [none, late] + FusionStrategy.all.map { FusionName($0.name) }

  init?(rawValue: String) {
    self.init(rawValue)
    guard Self.allCases.contains(self) else { return nil }
  }

  private init(_ name: String) { rawValue = name }

  /// The network's strategy of this name; nil where no network is needed.
  var strategy: FusionStrategy? { FusionStrategy.all.first { $0.name == rawValue } }

  /// This way with the weights that were tuned on development data.
  func fusion(lexicon: Lexicon, aligner: CrossModalAligner) -> Fusion {
    if let strategy { return .neural(NeuralFusion(strategy, aligner: aligner, lexicon: lexicon)) }
    return self == .none ? .none : .late(LateFusion(lexicon: lexicon))
  }
}
