/// What is wrong with a safetensors file; every case names the file, and the byte or the tensor.
public enum SafeTensorsError: Error, Equatable {
  /// The file cannot be read; `reason` is the system's.
  case cannotRead(file: String, reason: String)
  /// The file's `size` bytes end inside the header, which needs `needed`.
  case headerTooLong(file: String, size: Int, needed: UInt64)
  /// The header is not what it must be at `byte` of the file, such as a second tensor of the same name.
  case malformedHeader(file: String, byte: Int, problem: String)
  /// The tensor's data, `bytes` of the file, do not begin where the previous tensor's end, at `expected`.
  case misplaced(file: String, tensor: String, bytes: Range<Int>, expected: Int)
  /// The tensor's data reach to byte `end` of a file of `size` bytes.
  case outOfBounds(file: String, tensor: String, end: Int, size: Int)
  /// The tensor's shape and type need another number of bytes than its `bytes` of the file.
  case wrongSize(file: String, tensor: String, bytes: Range<Int>)
  /// Bytes that belong to no tensor, from byte `end` of the file on.
  case trailingBytes(file: String, end: Int, size: Int)
  /// There is no such tensor.
  case missing(file: String, tensor: String)
  /// The tensor has numbers of a type that is not read here.
  case wrongType(file: String, tensor: String, type: String)
  /// The tensor has another shape than it must have.
  case wrongShape(file: String, tensor: String, shape: [Int], expected: [Int])
  /// What the file says about itself under `key` is not what it must be; `value` is nil where it says nothing.
  case wrongMetadata(file: String, key: String, value: String?, expected: String)
}

extension SafeTensorsError: CustomStringConvertible {
  /// One line: the file, then what is wrong with it.
  public var description: String {
    switch self {
    case .cannotRead(let file, let reason): "\(file): cannot be read: \(reason)"
    case .headerTooLong(let file, let size, let needed):
      "\(file): the header needs \(needed) bytes, the file has \(size)"
    case .malformedHeader(let file, let byte, let problem): "\(file): byte \(byte): \(problem)"
    case .misplaced(let file, let tensor, let bytes, let expected):
      "\(file): tensor '\(tensor)' begins at byte \(bytes.lowerBound), expected byte \(expected)"
    case .outOfBounds(let file, let tensor, let end, let size):
      "\(file): tensor '\(tensor)' ends at byte \(end), the file has \(size)"
    case .wrongSize(let file, let tensor, let bytes):
      "\(file): tensor '\(tensor)' has \(bytes.count) bytes from byte \(bytes.lowerBound), which is not its shape"
    case .trailingBytes(let file, let end, let size): "\(file): no tensor uses the bytes from \(end) to \(size)"
    case .missing(let file, let tensor): "\(file): no tensor '\(tensor)'"
    case .wrongType(let file, let tensor, let type): "\(file): tensor '\(tensor)' is \(type), expected F16 or F32"
    case .wrongShape(let file, let tensor, let shape, let expected):
      "\(file): tensor '\(tensor)' has the shape \(shape), expected \(expected)"
    case .wrongMetadata(let file, let key, let value, let expected):
      "\(file): its metadata have \(value.map { "'\(key)': '\($0)'" } ?? "no '\(key)'"), expected '\(expected)'"
    }
  }
}
