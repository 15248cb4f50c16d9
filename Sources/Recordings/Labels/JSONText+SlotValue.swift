public import Commands
public import JSON

extension JSONText {
  /// A slot's value: text in quotes, numbers as they are.
  public static func value(_ value: SlotValue) -> String {
    if case .text(let text) = value { quoted(text) } else { value.description }
  }
}
