import JSON

/// A kind of value that a field may have.
struct FieldKind<Value> {
  /// As in "… is not a text".
  let name: String
  /// The value; nil where it is of another kind.
  let read: (JSONValue) -> Value?
}

extension FieldKind<String> {
  static var text: Self { Self(name: "a text", read: \.text) }
}

extension FieldKind<Bool> {
  static var flag: Self { Self(name: "true or false") { if case .bool(let flag) = $0 { flag } else { nil } } }
}

extension FieldKind<Double> {
  static var number: Self { Self(name: "a number", read: \.number) }
}

extension FieldKind<Int> {
  /// Milliseconds: clients in Python write them as fractions, too.
  static var milliseconds: Self {
    Self(name: "a number of milliseconds") { $0.number.flatMap { Int(exactly: $0.rounded()) } }
  }

  /// An integer from 1 on.
  static var count: Self {
    Self(name: "a natural number above 0") { value in
      value.number.flatMap { Int(exactly: $0) }.flatMap { $0 > 0 ? $0 : nil }
    }
  }
}

extension FieldKind<[String]> {
  static var texts: Self {
    Self(name: "a list of texts") { value in
      guard case .array(let elements) = value else { return nil }
      let texts = elements.compactMap(\.text)
      return texts.count == elements.count ? texts : nil
    }
  }
}

extension FieldKind<[JSONValue]> {
  static var list: Self { Self(name: "a list") { if case .array(let elements) = $0 { elements } else { nil } } }
}

extension FieldKind<[String: JSONValue]> {
  static var object: Self { Self(name: "an object") { if case .object(let members) = $0 { members } else { nil } } }
}

extension FieldKind<JSONValue> {
  static var any: Self { Self(name: "a value") { $0 } }
}

extension JSONValue {
  fileprivate var number: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }
}
