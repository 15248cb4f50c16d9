@testable import Kernels

/// What PyTorch computes: Fixtures/golden-signal.safetensors, made by training/attune_training/steps/golden_signal.py.
struct Golden {
  private let file: SafeTensors

  init() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    file = try SafeTensors(path: "/\(root)/Fixtures/golden-signal.safetensors")
  }

  /// A tensor of any shape, flat.
  func values(_ name: String) throws -> [Float] {
    guard let shape = file.shape(of: name) else { throw SafeTensorsError.missing(file: "golden", tensor: name) }
    return try file.values(name, shape: shape)
  }

  /// A tensor of two dimensions.
  func matrix(_ name: String) throws -> Matrix {
    guard let shape = file.shape(of: name), shape.count == 2 else {
      throw SafeTensorsError.missing(file: "golden", tensor: name)
    }
    return try file.matrix(name, rows: shape[0], columns: shape[1])
  }

  /// A linear map under a prefix, with a bias if there is one.
  func linear(_ prefix: String) throws -> Linear {
    try Linear(
      weight: matrix(prefix + ".weight"),
      bias: file.shape(of: prefix + ".bias") == nil ? nil : values(prefix + ".bias"))
  }
}

/// The largest difference between two matrices; infinite if their shapes differ.
func distance(_ a: Matrix, _ b: Matrix) -> Float {
  guard a.rows == b.rows, a.columns == b.columns else { return .infinity }
  return zip(a.values, b.values).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
}

extension Matrix {
  /// The first rows only.
  func prefix(_ count: Int) -> Matrix {
    Matrix(rows: count, columns: columns, values: Array(values[..<(count * columns)]))
  }
}
