import Commands
import JSON

extension JSONText {
  /// A slot's value: text in quotes, numbers as they are.
  static func value(_ value: SlotValue) -> String {
    if case .text(let text) = value { quoted(text) } else { value.description }
  }
}
