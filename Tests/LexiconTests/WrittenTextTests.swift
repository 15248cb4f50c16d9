import Testing

@testable import Lexicon

@Suite struct WrittenTextTests {
  /// All readings of a text, without those that nobody could have.
  private func readings(_ text: String) -> Set<String> {
    var readings: [[String]] = [[]]
    for part in WrittenText(text).pieces.flatMap(\.parts) {
      readings = readings.flatMap { head in part.map { head + $0 } }
    }
    return Set(readings.filter { !$0.contains(WrittenText.unreadable) }.map { $0.joined(separator: " ") })
  }

  @Test(arguments: [
    ("Turn on the Lights!", ["turn on the lights"]),
    ("20.5", ["twenty point five", "twenty and a half", "twenty and one half"]),
    ("20.50", ["twenty point five zero", "twenty point five", "twenty and a half", "twenty and one half"]),
    ("20.0", ["twenty", "twenty point zero"]),
    (".5", ["zero point five", "point five", "half", "a half", "one half"]),
    ("½", ["half", "a half", "one half", "zero point five", "point five"]),
    ("1½", ["one and a half", "one and one half", "one point five"]),
    ("1 1/2", ["one and a half", "one and one half", "one point five"]),
    ("3/4", ["three quarters", "three fourths", "zero point seven five", "point seven five"]),
    ("⅔", ["two thirds"]),
    ("-5", ["minus five", "negative five"]), ("−5", ["minus five", "negative five"]),
    ("- 5", ["minus five", "negative five"]),
    ("–5", ["minus five", "negative five"]), ("+5", ["plus five", "five"]), ("5–10", ["five to ten"]),
    ("1,000", ["one thousand"]),
    ("1,234,567", ["one million two hundred thirty four thousand five hundred sixty seven"]),
    ("2700", ["two thousand seven hundred", "twenty seven hundred"]),
    ("19:45", ["nineteen forty five"]),
    ("7:30am", ["seven thirty am", "seven thirty a.m.", "seven thirtyam"]),
    ("7 pm", ["seven pm", "seven p.m."]),
    ("10:05", ["ten oh five", "ten zero five", "ten five"]),
    ("7:00", ["seven o'clock", "seven zero"]),
    ("20:05", ["twenty oh five", "twenty zero five"]),
    ("50%", ["fifty percent"]),
    ("5min", ["five min", "five minutes", "five minute", "fivemin"]),
    ("5 min", ["five min", "five minutes", "five minute"]),
    (
      "20°C",
      [
        "twenty celsius", "twenty degrees c", "twenty degrees", "twenty degrees celsius", "twenty degree celsius",
        "twenty c",
      ]
    ),
    ("20 f", ["twenty fahrenheit", "twenty degrees fahrenheit", "twenty degrees f", "twenty f"]),
    ("21st", ["twenty first"]), ("05", ["zero five", "five"]), ("5-10", ["five to ten"]),
    ("twenty-five", ["twenty five"]),
    ("$5", ["five dollars", "five dollar"]), ("B12", ["b twelve"]), ("", [""]), ("?! — …", [""]),
  ])
  func everyWayToRead(text: String, expected: [String]) { #expect(readings(text) == Set(expected)) }

  /// What is not one number is not read as one, and no sign falls away.
  @Test(arguments: [
    "20,5", "20 5", "twenty 5", "20 five", "1.2.3", "20²", ">5", "~5", "5<6", "x=5×2", "5/0", "1/2/3", "7/7",
    "10:75", "1:2:3", "20+5", "4:3", "💡", "5€5",
  ])
  func whatCannotBeReadIsNotRead(text: String) { #expect(readings(text).isEmpty, "\(readings(text))") }

  @Test func wordsKeepTheirSpelling() {
    let text = WrittenText("Add \"Ben & Jerry's\" (2 tubs), U.S. style!")
    #expect(text.words(in: 1..<4) == ["Ben", "&", "Jerry's"])
    #expect(text.words(in: 4..<6) == ["2", "tubs"] && text.words(in: 6..<8) == ["U.S.", "style"])
    #expect(WrittenText("hello - goodbye , you").words(in: 0..<4) == ["hello", "-", "goodbye"])
  }

  @Test(arguments: [
    ("twenty point five", 20.5), ("minus zero point two five", -0.25), ("point one", 0.1), ("twenty and a half", 20.5),
    ("minus one and a half", -1.5), ("twenty", 20), ("one point", nil), ("point", nil), ("one point twenty", nil),
    ("one point two point three", nil), ("half", 0.5), ("minus a half", -0.5), ("and a half", nil),
    ("twenty half", nil), ("twenty a half", nil), ("", nil),
  ])
  func decimalsInWords(words: String, value: Double?) {
    #expect(SpokenNumber.decimal(of: words.split(separator: " ").map(String.init)) == value)
  }
}
