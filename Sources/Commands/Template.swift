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
