import Testing

@testable import Lexicon

@Suite struct SpokenNumberTests {
  @Test(arguments: [
    (0, "zero"), (7, "seven"), (13, "thirteen"), (20, "twenty"), (42, "forty two"), (100, "one hundred"),
    (105, "one hundred five"), (1_000, "one thousand"), (1_205, "one thousand two hundred five"),
    (20_019, "twenty thousand nineteen"), (1_000_000, "one million"),
    (3_000_000_001, "three billion one"), (-5, "minus five"),
  ])
  func cardinals(number: Int, words: String) {
    #expect(SpokenNumber.words(number).joined(separator: " ") == words)
  }

  @Test(arguments: [
    (0, "zeroth"), (1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (5, "fifth"), (8, "eighth"), (9, "ninth"),
    (12, "twelfth"), (20, "twentieth"), (21, "twenty first"), (100, "one hundredth"), (1_000, "one thousandth"),
  ])
  func ordinals(number: Int, words: String) {
    #expect(SpokenNumber.ordinalWords(number).joined(separator: " ") == words)
    #expect(SpokenNumber.ordinalValue(of: words.split(separator: " ").map(String.init)) == number)
  }

  /// Every number up to 30,000, and every seventh up to a million, so that all thousands meet all kinds of rests.
  @Test func numbersUpToAMillionReadBack() {
    let numbers = Array(0...30_000) + stride(from: 30_000, through: 1_000_000, by: 7) + [1_000_000]
    #expect(numbers.first { SpokenNumber.value(of: SpokenNumber.words($0)) != $0 } == nil)
  }

  @Test(arguments: [
    ("one hundred and five", 105), ("a hundred", 100), ("a hundred and one", 101), ("a thousand and one", 1_001),
    ("a thousand two hundred", 1_200), ("twelve hundred", 1_200), ("twenty five hundred and six", 2_506),
    ("two hundred and five thousand and nine", 205_009), ("negative twelve", -12), ("Minus a hundred", -100),
    ("1500", 1_500), ("a million and a half", nil), ("one and two", nil), ("twenty fifteen", nil), ("five twenty", nil),
    ("hundred", nil), ("a", nil), ("a five", nil), ("and five", nil), ("one hundred and", nil), ("zero five", nil),
    ("ten hundred", nil), ("twenty hundred", nil), ("thousand", nil), ("one thousand one thousand", nil),
    ("one thousand and two hundred", nil), ("minus minus five", nil), ("first", nil), ("", nil), ("lamp", nil),
  ])
  func whatPeopleSay(words: String, value: Int?) {
    #expect(SpokenNumber.value(of: words.split(separator: " ").map(String.init)) == value)
  }
}
