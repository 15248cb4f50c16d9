import Glibc
import Kernels

extension Matrix {
  /// Whisper's position encodings: sines in the first half of the columns and cosines in the second, with wavelengths
  /// from 2π to 10,000 × 2π frames in equal ratios.
  ///
  /// Angles are products of two floats, as they were in training.
  static func sinusoids(rows: Int, columns: Int) -> Matrix {
    let half = columns / 2
    let step = Float(log(10_000.0) / Double(half - 1))
    let frequencies = (0..<half).map { expf(-step * Float($0)) }
    var encodings = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for (column, frequency) in frequencies.enumerated() {
        let angle = Float(row) * frequency
        encodings[row, column] = sinf(angle)
        encodings[row, half + column] = cosf(angle)
      }
    }
    return encodings
  }
}
