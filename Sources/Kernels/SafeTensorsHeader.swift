/// The header of a safetensors file: a JSON object of a fixed form, read by a scanner that knows nothing else.
///
///     {"__metadata__": {"key": "value", …}, "name": {"dtype": "F16", "shape": [2, 3], "data_offsets": [0, 12]}, …}
struct SafeTensorsHeader {
  /// What the header says about one tensor, unchecked.
  struct Entry {
    let name: String
    let type: String
    let shape: [Int]
    /// Counted from the end of the header.
    let begin: Int
    let end: Int
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  /// Reads the bytes in `range` of a file.
  init(_ bytes: [UInt8], in range: Range<Int>, file: String) throws(SafeTensorsError) {
    var scanner = JSONScanner(bytes, in: range, file: file)
    var names: Set<String> = []
    try scanner.object { (scanner, key) throws(SafeTensorsError) in
      guard names.insert(key).inserted else {
        throw .duplicate(file: file, tensor: key, byte: scanner.position)
      }
      if key == "__metadata__" {
        try scanner.object { scanner, key throws(SafeTensorsError) in metadata[key] = try scanner.string() }
      } else {
        entries.append(try Self.entry(named: key, &scanner))
      }
    }
    try scanner.finish()
  }

  private static func entry(named name: String, _ scanner: inout JSONScanner) throws(SafeTensorsError) -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { scanner, key throws(SafeTensorsError) in
      switch key {
      case "dtype" where type == nil: type = try scanner.string()
      case "shape" where shape == nil: shape = try scanner.integers()
      case "data_offsets" where offsets == nil: offsets = try scanner.integers()
      default: throw scanner.failure("dtype, shape and data_offsets, once each")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw scanner.failure("dtype, shape and two ascending data_offsets of tensor '\(name)' before")
    }
    return Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }
}
