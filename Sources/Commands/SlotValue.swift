/// What a slot was filled with.
///
/// Lists give text; ranges give integers, or fractions where a multiplier makes them.
public enum SlotValue: Hashable, Sendable {
  case text(String)
  case integer(Int)
  case number(Double)
}

extension SlotValue: CustomStringConvertible {
  /// The value as a person writes it, with no quotes.
  public var description: String {
    switch self {
    case .text(let text): text
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    }
  }
}

extension SlotValue: Codable {
  /// Reads a JSON string, integer or number.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes a JSON string, integer or number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .integer(let integer): try container.encode(integer)
    case .number(let number): try container.encode(number)
    }
  }
}
