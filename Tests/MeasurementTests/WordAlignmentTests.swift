import Aligner
import Capture
import Foundation
import Lexicon
import Pictures
import Testing

@testable import Measurement

@Suite struct WordAlignmentTests {
  private static let lights = "Fixtures/synthetic-espeak-lights-on-kitchen.flac"

  private func align(_ text: String, _ file: String = lights) throws -> WordAlignment {
    try WordAlignment(
      of: text, with: try SoundFile.samples(of: file), model: try AcousticModel(), aligner: try CrossModalAligner(),
      lexicon: try Lexicon())
  }

  @Test func wordsAreHeardInTheirOrderAndAWrongOneAgreesLess() throws {
    let right = try align("turn on the kitchen lights").words
    let wrong = try align("turn on the bedroom lights").words
    #expect(right.allSatisfy { $0.agreement > 0.6 && $0.time != nil })
    let times = right.compactMap(\.time)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    #expect(wrong[3].agreement < 0.4 && wrong[3].agreement < right[3].agreement)
    #expect(abs(wrong[4].agreement - right[4].agreement) < 0.1)
  }

  @Test func whatWasNotHeardHasNoTime() throws {
    for (text, file) in [("hello there", "Fixtures/silence.wav"), ("...", Self.lights)] {
      let alignment = try align(text, file)
      #expect(alignment.words.allSatisfy { $0.time == nil || $0.agreement < 0.2 })
      #expect(alignment.text.split(separator: "\n").count == alignment.words.count)
      _ = alignment.picture(title: "t").drawing()
    }
  }

  @Test func thePictureHasEveryWord() throws {
    let picture = try align("turn on the kitchen lights").picture(title: "t")
    #expect(picture.tiers.map(\.name) == ["phones", "words"])
    #expect(picture.tiers[1].spans.map(\.text) == ["turn", "on", "the", "kitchen", "lights"])
    let attention = try #require(picture.attention)
    #expect(attention.tokens.count == 5)
    #expect(attention.weights.values.allSatisfy { (0...1.001).contains($0) })
    // While the last word is heard, more of the attention is on it than on any other.
    let frame = Int((picture.tiers[1].spans[4].time.lowerBound + 0.1) / attention.weights.frameDuration)
    let row = attention.weights.values[frame * 5..<frame * 5 + 5]
    #expect(row.max() == row.last)
  }

  @Test func theJSONIsJSON() throws {
    let text = try align("turn \"on\" the kitchen lights").json(file: "a\"b.flac")
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["file"] as? String == "a\"b.flac")
    #expect((object["words"] as? [[String: Any]])?.count == 5)
  }
}
