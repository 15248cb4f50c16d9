import Lexicon

/// The slot types that Rhino brings along. Their values are strings: the digits of a number, "50%" for a percentage,
/// "1st" for a rank, a letter in lower case.
enum RhinoBuiltIns {
  static let prefix = "pv."

  /// The lists under their names, `pv.Percent` and so on.
  static let lists: [String: CommandFile.Definition<CommandFile.ListDefinition>] = [
    "pv.Alphabetic": letters,
    "pv.Alphanumeric": letters + integers(0...9),
    "pv.SingleDigitInteger": integers(0...9),
    "pv.TwoDigitInteger": integers(0...99),
    "pv.Percent": (0...100).map { (SpokenNumber.words($0) + ["percent"], "\($0)%") },
    "pv.SingleDigitOrdinal": ordinals(0...9),
    "pv.TwoDigitOrdinal": ordinals(0...99),
  ].mapValues(definition)

  private static let letters = "abcdefghijklmnopqrstuvwxyz".map { ([String($0)], String($0)) }

  private static func integers(_ range: ClosedRange<Int>) -> [([String], String)] {
    range.map { (SpokenNumber.words($0), String($0)) }
  }

  private static func ordinals(_ range: ClosedRange<Int>) -> [([String], String)] {
    range.map { (SpokenNumber.ordinalWords($0), String($0) + ordinalEnding($0)) }
  }

  private static func ordinalEnding(_ number: Int) -> String {
    switch (number / 10 == 1, number % 10) {
    case (false, 1): "st"
    case (false, 2): "nd"
    case (false, 3): "rd"
    default: "th"
    }
  }

  private static func definition(
    _ values: [([String], String)]
  ) -> CommandFile.Definition<CommandFile.ListDefinition> {
    let nowhere = SourceLocation(file: "built in", line: 1, column: 1)
    let values = values.map { words, output in
      CommandFile.ListValue(
        template: .text(words.joined(separator: " ")), location: nowhere, output: .text(output))
    }
    return CommandFile.Definition(value: .values(values), location: nowhere)
  }
}
