/// A sentence template as it is written, before its names are resolved. Both dialects give the same trees.
indirect enum Template: Sendable {
  /// Text as written, with the blanks that end words.
  case text(String)
  case sequence([Template])
  /// One of these; an optional part is a choice with an empty sequence.
  case choice([Template])
  /// All of these, in any order.
  case permutation([Template])
  /// What the rule or macro of this name stands for.
  case rule(name: String, at: SourceLocation)
  /// A value of the named list, which fills the slot.
  case slot(name: String, list: String, at: SourceLocation)
  /// A number, which fills the slot.
  case number(slot: String, range: NumberRange)

  static let nothing = Template.sequence([])
  static let blank = Template.text(" ")
}

extension Template {
  /// Without sequences of one thing around it.
  var bare: Template {
    if case .sequence(let parts) = self, parts.count == 1 { parts[0].bare } else { self }
  }

  /// Whether it stands for nothing.
  var isNothing: Bool { if case .sequence(let parts) = self { parts.allSatisfy(\.isNothing) } else { false } }

  /// Whether both are written alike, wherever they stand.
  func says(sameAs other: Template) -> Bool {
    switch (self, other) {
    case (.text(let a), .text(let b)): a == b
    case (.sequence(let a), .sequence(let b)), (.choice(let a), .choice(let b)),
      (.permutation(let a), .permutation(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.says(sameAs: $1) }
    case (.rule(let a, _), .rule(let b, _)): a == b
    case (.slot(let a, let c, _), .slot(let b, let d, _)): a == b && c == d
    case (.number(let a, let c), .number(let b, let d)): a == b && c == d
    default: false
    }
  }
}

extension CommandFile.ListDefinition {
  /// Whether both are written alike, wherever they stand.
  func says(sameAs other: Self) -> Bool {
    switch (self, other) {
    case (.wildcard, .wildcard): true
    case (.range(let a), .range(let b)): a == b
    case (.values(let a), .values(let b)):
      a.count == b.count
        && zip(a, b).allSatisfy {
          $0.output == $1.output && $0.context == $1.context && $0.template.says(sameAs: $1.template)
        }
    default: false
    }
  }
}
