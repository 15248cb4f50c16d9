import Recognition
import Testing

@testable import Console

@Suite struct RefusalTests {
  @Test(arguments: [
    ("a b c", "a x c", WordDifference.Change.replaced(1, by: 1)), ("a b c", "a c", .missing(1)),
    ("a c", "a b c", .added(1)), ("a", "a b", .added(1)), ("a b", "a", .missing(1)), ("a b", "b", .missing(0)),
    ("", "a", .added(0)), ("a", "", .missing(0)),
  ])
  func theFirstDifference(a: String, b: String, change: WordDifference.Change) {
    let words = { (text: String) in text.split(separator: " ").map(String.init) }
    #expect(WordDifference(from: words(a), to: words(b)).first == change)
  }

  @Test func nothingDiffers() { #expect(WordDifference(from: ["a", "b"], to: ["a", "b"]).first == nil) }

  @Test func wordsThatNoCommandHas() {
    let vocabulary: Set = ["turn", "on", "the", "lights"]
    #expect(
      Refusal.text("turn on the sputnik", nearest: nil, vocabulary: vocabulary) == "No command has the word “sputnik”.")
    #expect(
      Refusal.text("lights the on", nearest: nil, vocabulary: vocabulary)
        == "All of its words are known, but no command has them in this order.")
    #expect(Refusal.text("  ", nearest: nil, vocabulary: vocabulary) == "Nothing was written.")
  }
}
