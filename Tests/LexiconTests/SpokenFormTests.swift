import Testing

@testable import Lexicon

@Suite struct SpokenFormTests {
  @Test(arguments: [
    ("Turn on the lights!", "Turn on the lights"),
    ("50%", "fifty percent"),
    ("8 oz", "eight ounces"),
    ("1 oz.", "one ounce"),
    ("12oz", "twelve ounces"),
    ("1,500", "one thousand five hundred"),
    ("1,50", "one fifty"),
    ("3.5", "three point five"),
    ("-3.05", "minus three point zero five"),
    ("21st", "twenty first"),
    ("the 3rd of 12", "the third of twelve"),
    ("10:30", "ten thirty"),
    ("10:05 pm", "ten oh five p.m."),
    ("7:00", "seven o'clock"),
    ("7:00am", "seven a.m."),
    ("10:75", "ten seventy five"),
    ("$5", "five dollars"),
    ("£1", "one pound"),
    ("5-10 min", "five to ten minutes"),
    ("20°", "twenty degrees"),
    ("20°C", "twenty degrees celsius"),
    ("B12", "B twelve"),
    ("007", "zero zero seven"),
    (
      "12345678901234567890",
      "one two three four five six seven eight nine zero one two three four five six seven eight nine zero"
    ),
    ("drive-thru", "drive thru"),
    ("salt & pepper", "salt and pepper"),
    ("don't, o'clock", "don't o'clock"),
    ("the a.m. news.", "the a.m. news"),
    ("T.V.", "T.V."),
    ("'quoted'", "quoted"),
    ("“Hello” — she said…", "Hello she said"),
    ("milk/sugar", "milk sugar"),
    ("5 in the morning", "five in the morning"),
    ("  ", ""),
    ("?!.,;:-", ""),
  ])
  func textIsSpelledOut(text: String, spoken: String) {
    #expect(SpokenForm(text).words.joined(separator: " ") == spoken)
  }

  @Test(arguments: [
    ("Turn", "turn"), ("O’Clock", "o'clock"), ("Café", "cafe"), ("cafe\u{301}", "cafe"), ("NAÏVE", "naive"),
    ("smørrebrød", "smorrebrod"), ("Straße", "strasse"), ("æon", "aeon"), ("日本", "日本"),
  ])
  func wordsAreFolded(word: String, folded: String) {
    #expect(SpokenForm.fold(word) == folded)
  }

  @Test func spellingOutTwiceChangesNothing() {
    for text in ["1,500 ml at 10:30", "the 21st, 50% & $5", "drive-thru"] {
      let words = SpokenForm(text).words
      #expect(SpokenForm(words.joined(separator: " ")).words == words)
    }
  }
}
