import Glibc
import Kernels

/// One vector for a whole utterance, of sound or of text: what a set of detectors saw, on average, as a unit vector.
/// Sound and text of the same words land close, those of different words far apart.
struct UtteranceEncoder: Sendable {
  private static let detectors = 512

  private let detect: Linear
  private let project: Linear

  /// Takes the weights from the tensors `modality_detectors` and `modality_utterance`, whose shapes are checked.
  init(_ tensors: SafeTensors, modality: String, inputs: Int) throws(SafeTensorsError) {
    detect = try tensors.linear(modality + "_detectors", inputs: inputs, outputs: Self.detectors)
    project = try tensors.linear(modality + "_utterance", inputs: Self.detectors, outputs: CrossModalAligner.utterance)
  }

  /// The mean of the rows by weight, as a unit vector of 256.
  ///
  /// - Parameters:
  ///   - features: [rows, inputs].
  ///   - weights: one for each row; their sum counts as `least` at least.
  func embed(_ features: Matrix, weights: [Float], least: Float) -> [Float] {
    var seen = Matrix()
    detect.apply(to: features, into: &seen)
    seen.applyGELU()
    var (pooled, vector) = (Matrix(), Matrix())
    let total = max(least, weights.reduce(0, +))
    pooled.setProduct(Matrix(rows: 1, columns: weights.count, values: weights.map { $0 / total }), seen)
    project.apply(to: pooled, into: &vector)
    // PyTorch's normalize has the same least length.
    let length = max(1e-12, vector.values.reduce(0) { $0 + $1 * $1 }.squareRoot())
    return vector.values.map { $0 / length }
  }
}
