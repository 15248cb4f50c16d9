import Files
import Testing

@Suite struct PrintableTextTests {
  /// What others wrote can neither move the cursor nor turn the line around.
  @Test(arguments: [
    ("a\u{1B}[2Jb", "a\\u001b[2Jb"), ("\u{9B}31m", "\\u009b31m"), ("\u{7F}\u{0}\u{8}", "\\u007f\\u0000\\u0008"),
    ("txt.\u{202E}gpj", "txt.\\u202egpj"), ("\u{2066}\u{061C}\u{2028}", "\\u2066\\u061c\\u2028"), ("a\rb", "a\\rb"),
    ("plain", "plain"), ("grüße 🎙 עברית", "grüße 🎙 עברית"), ("", ""),
  ])
  func controlCharactersAreShown(text: String, shown: String) {
    #expect(text.printable == shown && text.printableLine == shown)
  }

  @Test func layoutIsKeptWhereItIsOurs() {
    #expect("a\n\tb".printable == "a\n\tb")
    #expect("a\n\tb".printableLine == "a\\n\\tb")
    #expect("a\r\nb".printable == "a\\r\nb")
  }
}
