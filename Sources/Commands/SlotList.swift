/// What may fill a slot.
struct SlotList: Sendable {
  /// One entry of a list.
  struct Value: Sendable {
    let expression: Expression
    /// What the slot is set to; nil for the words as they were heard.
    let output: SlotValue?
    let location: SourceLocation
  }

  /// The three kinds of lists.
  enum Content: Sendable {
    case values([Value])
    case range(NumberRange)
    case wildcard

    /// What its values are made of.
    var expressions: [Expression] { if case .values(let values) = self { values.map(\.expression) } else { [] } }
  }

  let name: String
  let content: Content
}
