public import Commands
public import JSON

extension JSONText {
  /// A slot's value: text in quotes, numbers as they are, several texts in an array.
  public static func value(_ value: SlotValue) -> String {
    switch value {
    case .text(let text): quoted(text)
    case .integer, .number: value.description
    case .texts(let texts): "[" + texts.map { quoted($0) }.joined(separator: ", ") + "]"
    }
  }
}
