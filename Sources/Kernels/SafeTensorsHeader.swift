import JSON

/// The header of a safetensors file: a JSON object of a fixed form.
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
  private let file: String
  /// Where the header begins in the file.
  private let start: Int

  /// Reads the bytes in `range` of a file.
  init(_ bytes: [UInt8], in range: Range<Int>, file: String) throws(SafeTensorsError) {
    self.file = file
    start = range.lowerBound
    let root: JSONNode
    do throws(JSONError) { root = try JSONNode(parsing: bytes, in: range, hasUniqueKeys: true) } catch {
      throw .malformedHeader(file: file, byte: range.lowerBound + error.place.byte, problem: error.problem)
    }
    for (name, node) in try members(of: root) {
      if name == "__metadata__" {
        for (key, node) in try members(of: node) { metadata[key] = try text(of: node) }
      } else {
        entries.append(try entry(named: name, node))
      }
    }
  }

  private func entry(named name: String, _ node: JSONNode) throws(SafeTensorsError) -> Entry {
    let members = try members(of: node)
    guard members.count == 3, let type = members["dtype"], let shape = members["shape"],
      let offsets = members["data_offsets"]
    else { throw problem("dtype, shape and data_offsets were expected, once each", at: node) }
    let bounds = try integers(of: offsets)
    guard bounds.count == 2, bounds[0] <= bounds[1] else {
      throw problem("two ascending data_offsets of tensor '\(name)' were expected", at: offsets)
    }
    return Entry(
      name: name, type: try text(of: type), shape: try integers(of: shape), begin: bounds[0], end: bounds[1])
  }

  private func members(of node: JSONNode) throws(SafeTensorsError) -> [String: JSONNode] {
    guard case .object(let members) = node.content else { throw problem("an object was expected", at: node) }
    return members
  }

  private func text(of node: JSONNode) throws(SafeTensorsError) -> String {
    guard case .text(let text) = node.content else { throw problem("a text was expected", at: node) }
    return text
  }

  /// A list of integers that are not negative.
  private func integers(of node: JSONNode) throws(SafeTensorsError) -> [Int] {
    guard case .array(let nodes) = node.content else { throw problem("a list was expected", at: node) }
    return try nodes.map { node throws(SafeTensorsError) in
      guard case .integer(let integer) = node.content, integer >= 0 else {
        throw problem("an integer in 0..<2^63 was expected", at: node)
      }
      return integer
    }
  }

  private func problem(_ problem: String, at node: JSONNode) -> SafeTensorsError {
    .malformedHeader(file: file, byte: start + node.place.byte, problem: problem)
  }
}
