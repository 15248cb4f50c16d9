/// What a slot was filled with.
///
/// Lists give text, or several texts; ranges give integers, or fractions where a multiplier makes them.
public enum SlotValue: Hashable, Sendable {
  case text(String)
  case integer(Int)
  case number(Double)
  /// All of these together, such as the kinds of devices that are meant.
  case texts([String])
}

extension SlotValue: CustomStringConvertible {
  /// The value as a person writes it, with no quotes.
  public var description: String {
    switch self {
    case .text(let text): text
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    case .texts(let texts): texts.joined(separator: ", ")
    }
  }
}

extension SlotValue: Codable {
  /// Reads a JSON string, integer or number, or an array of strings.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let texts = try? container.decode([String].self) {
      self = .texts(texts)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes a JSON string, integer or number, or an array of strings.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .integer(let integer): try container.encode(integer)
    case .number(let number): try container.encode(number)
    case .texts(let texts): try container.encode(texts)
    }
  }
}
