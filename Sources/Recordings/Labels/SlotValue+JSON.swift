package import Commands
package import JSON

extension SlotValue {
  /// The value that a JSON text, number or array of texts is; nil for anything else.
  package init?(_ node: JSONNode) {
    switch node.content {
    case .text(let text): self = .text(text)
    case .integer(let integer): self = .integer(integer)
    case .number(let number): self = .number(number)
    case .array(let nodes):
      let texts = nodes.compactMap { node in if case .text(let text) = node.content { text } else { nil } }
      guard texts.count == nodes.count, !texts.isEmpty else { return nil }
      self = .texts(texts)
    case .object, .bool, .null: return nil
    }
  }
}
