import Files

/// Named tensors from a safetensors file, which is checked as a whole before the first is read.
///
/// The file: 8 bytes of header length, little-endian; the header; the data of the tensors, which must cover the rest of
/// the file one after another.
public struct SafeTensors: Sendable {
  private struct Tensor {
    let type: String
    let shape: [Int]
    /// Where its data lie in the file.
    let bytes: Range<Int>
  }

  /// The texts that the file carries about itself.
  public let metadata: [String: String]

  private let file: String
  private let bytes: [UInt8]
  private let tensors: [String: Tensor]

  /// Reads a file into memory.
  public init(path: String) throws(SafeTensorsError) { try self.init(Self.contents(of: path), file: path) }

  /// - Parameters:
  ///   - bytes: the contents of a file.
  ///   - file: what errors call it.
  public init(_ bytes: [UInt8], file: String) throws(SafeTensorsError) {
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard bytes.count >= 8, length <= UInt64(bytes.count - 8) else {
      throw .headerTooLong(file: file, size: bytes.count, needed: bytes.count < 8 ? 8 : length.addingClamped(8))
    }
    let dataStart = 8 + Int(length)
    let header = try SafeTensorsHeader(bytes, in: 8..<dataStart, file: file)
    tensors = try Self.place(header.entries, from: dataStart, to: bytes.count, file: file)
    metadata = header.metadata
    self.bytes = bytes
    self.file = file
  }

  /// The names of the tensors, in alphabetical order.
  public var names: [String] { tensors.keys.sorted() }

  /// The shape of a tensor; nil if there is none of that name.
  public func shape(of name: String) -> [Int]? { tensors[name]?.shape }

  /// Checks what the file says about itself under a key.
  public func requireMetadata(_ key: String, _ expected: String) throws(SafeTensorsError) {
    guard metadata[key] == expected else {
      throw .wrongMetadata(file: file, key: key, value: metadata[key], expected: expected)
    }
  }

  /// Whether a tensor holds whole numbers of 8 bits.
  func isQuantized(_ name: String) -> Bool { tensors[name]?.type == "I8" }

  /// The numbers of an F16, F32 or I8 tensor of an expected shape, row-major.
  public func values(_ name: String, shape: [Int]) throws(SafeTensorsError) -> [Float] {
    guard let tensor = tensors[name] else { throw .missing(file: file, tensor: name) }
    guard tensor.shape == shape else {
      throw .wrongShape(file: file, tensor: name, shape: tensor.shape, expected: shape)
    }
    switch tensor.type {
    case "F32": return values(in: tensor.bytes, of: UInt32.self) { Float(bitPattern: $0) }
    case "F16": return values(in: tensor.bytes, of: UInt16.self, HalfPrecision.float)
    case "I8": return values(in: tensor.bytes, of: Int8.self) { Float($0) }
    default: throw .wrongType(file: file, tensor: name, type: tensor.type)
    }
  }

  /// The only number of a tensor of one element.
  public func value(_ name: String) throws(SafeTensorsError) -> Float { try values(name, shape: [1]).reduce(0, +) }

  /// The numbers of a tensor of two dimensions.
  public func matrix(_ name: String, rows: Int, columns: Int) throws(SafeTensorsError) -> Matrix {
    Matrix(rows: rows, columns: columns, values: try values(name, shape: [rows, columns]))
  }

  @inline(__always) private func values<Bits: FixedWidthInteger & BitwiseCopyable>(
    in range: Range<Int>, of type: Bits.Type, _ convert: (Bits) -> Float
  ) -> [Float] {
    let count = range.count / MemoryLayout<Bits>.size
    return bytes.withUnsafeBytes { source in
      [Float](unsafeUninitializedCapacity: count) { target, initialized in
        for index in 0..<count {
          let offset = range.lowerBound + index * MemoryLayout<Bits>.size
          target[index] = convert(Bits(littleEndian: source.loadUnaligned(fromByteOffset: offset, as: Bits.self)))
        }
        initialized = count
      }
    }
  }
}

// MARK: - Checking

extension SafeTensors {
  /// The sizes in bytes of the types that the format knows.
  private static let sizes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "U16": 2, "I16": 2, "F16": 2, "BF16": 2,
    "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
  ]

  /// The tensors' places in the file: each begins where the one before it ends, and the last ends with the file.
  private static func place(
    _ entries: [SafeTensorsHeader.Entry], from start: Int, to end: Int, file: String
  ) throws(SafeTensorsError) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    var next = start
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard entry.end <= end - start else {
        throw .outOfBounds(file: file, tensor: entry.name, end: start.addingClamped(entry.end), size: end)
      }
      let bytes = start + entry.begin..<start + entry.end
      guard bytes.lowerBound == next else {
        throw .misplaced(file: file, tensor: entry.name, bytes: bytes, expected: next)
      }
      guard let size = sizes[entry.type] else {
        throw .wrongType(file: file, tensor: entry.name, type: entry.type)
      }
      guard byteCount(entry.shape, elementSize: size) == bytes.count else {
        throw .wrongSize(file: file, tensor: entry.name, bytes: bytes)
      }
      tensors[entry.name] = Tensor(type: entry.type, shape: entry.shape, bytes: bytes)
      next = bytes.upperBound
    }
    guard next == end else { throw .trailingBytes(file: file, end: next, size: end) }
    return tensors
  }

  /// The product of the dimensions and the size; nil if it overflows.
  private static func byteCount(_ shape: [Int], elementSize: Int) -> Int? {
    shape.reduce(Optional(elementSize)) { product, dimension in
      guard let product else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      return overflow ? nil : next
    }
  }

  /// Reads a whole file.
  private static func contents(of path: String) throws(SafeTensorsError) -> [UInt8] {
    do throws(InputFile.Problem) { return try InputFile.bytes(of: path) } catch {
      throw .cannotRead(file: path, reason: error.reason)
    }
  }
}

extension FixedWidthInteger {
  /// The sum, or the greatest value where it overflows.
  fileprivate func addingClamped(_ other: Self) -> Self {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
