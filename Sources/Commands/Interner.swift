/// Small numbers for values: equal values get the same number, 0, 1, 2 ... in the order of their first appearance.
struct Interner<Value: Hashable & Sendable>: Sendable {
  private(set) var values: [Value] = []
  private var indices: [Value: Int32] = [:]

  mutating func index(of value: Value) -> Int32 {
    if let index = indices[value] { return index }
    let index = Int32(values.count)
    values.append(value)
    indices[value] = index
    return index
  }

  /// The number of a value that has one.
  func known(_ value: Value) -> Int32? { indices[value] }

  subscript(index: Int32) -> Value { values[Int(index)] }
}
