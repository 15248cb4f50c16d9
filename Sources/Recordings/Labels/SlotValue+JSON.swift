package import Commands
package import JSON

extension SlotValue {
  /// The value that a JSON text or number is; nil for anything else.
  package init?(_ node: JSONNode) {
    switch node.content {
    case .text(let text): self = .text(text)
    case .integer(let integer): self = .integer(integer)
    case .number(let number): self = .number(number)
    case .object, .array, .bool, .null: return nil
    }
  }
}
