import Foundation
import Testing

/// The trained weights: without them nothing can be recognised.
enum Model {
  static let comment: Comment = "Sources/Aligner/Resources/attune.safetensors is empty: train the model first"

  static let isThere: Bool = {
    let path = "\(AttuneProcess.root)/Sources/Aligner/Resources/attune.safetensors"
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    return (size ?? 0) > 0
  }()
}
