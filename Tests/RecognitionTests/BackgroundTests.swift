import Aligner
import Commands
import Foundation
import Testing

@testable import Recognition

@Suite struct BackgroundTests {
  private static let speech = SpokenSound.heard(in: SpokenSound.speech("dim red light").span).posteriors

  @Test func whatIsKeptOfAFrameIsNearlyWhatWasHeard() throws {
    let kept = try #require(SparsePosteriors.decode(SparsePosteriors.encode(Self.speech)))
    #expect(kept.frameCount == Self.speech.frameCount)
    let columns = PhonePosteriors.columns
    for frame in 0..<kept.frameCount {
      let rows = [kept, Self.speech].map { Array($0.logProbabilities[frame * columns..<(frame + 1) * columns]) }
      for (a, b) in zip(rows[0], rows[1]) {
        #expect(abs(exp(a) - exp(b)) < 0.05)
        // Nothing is likelier for not being kept: commands would be heard everywhere.
        #expect(a <= max(b, -8.4) + 0.04)
      }
    }
  }

  @Test func longSilenceIsFewBytes() throws {
    let silence = (0..<1000).flatMap { _ in (0..<PhonePosteriors.columns).map { $0 == 0 ? Float(-1e-4) : -12 } }
    let bytes = SparsePosteriors.encode(PhonePosteriors(logProbabilities: silence))
    #expect(bytes.count == 8)
    #expect(SparsePosteriors.decode(bytes)?.frameCount == 1000)
  }

  @Test func aBackgroundIsWhatWasWritten() throws {
    var background = Background(seconds: 12.5)
    background.append(.init(chunks: Self.speech, whole: PhonePosteriors()))
    background.append(.init(chunks: PhonePosteriors(), whole: PhonePosteriors()))
    background.append(.init(chunks: PhonePosteriors(), whole: Self.speech))
    let read = try #require(Background(background.bytes))
    #expect(read.seconds == 12.5 && read.count == 3 && read.bytes == background.bytes)
    #expect(read[2].whole.frameCount == Self.speech.frameCount && read[2].chunks.frameCount == 0)
  }

  @Test func anyOtherBytesAreRefused() {
    var background = Background(seconds: 1)
    background.append(.init(chunks: PhonePosteriors(), whole: Self.speech))
    let bytes = background.bytes
    // The header alone is a background without speech.
    for count in 0..<bytes.count where count != 10 { #expect(Background(Array(bytes.prefix(count))) == nil) }
    #expect(Background(Array("ATBG1\n".utf8) + bytes.dropFirst(6)) == nil)
    var damaged = bytes
    damaged[18] = 99
    #expect(Background(damaged) == nil)
  }

  @Test func theShippedOneIsAnHourOfSpeech() throws {
    let background = try Background.shipped()
    #expect((2400...5400).contains(background.seconds) && background.count > 500)
    #expect(background.bytes.count < 1_500_000)
  }

  @Test func whatWasSeenOftenIsCounted() {
    let rates = FalseAcceptRates(odds: ["a": (0..<40).map { Double($0) / 10 }], hours: 2)
    #expect(rates.perHour(of: "a", threshold: 0.5) == 20)
    #expect(rates.perHour(of: "b", threshold: 0.5) == 0)
  }

  /// An exponential tail is found again: a nat and a half of fall.
  @Test func theTailGoesOnAsItFalls() {
    let odds = (1...400).map { -1.5 * log(Double($0) / 400) }
    let rates = FalseAcceptRates(odds: ["a": odds], hours: 1)
    for rare in [2.0, 0.5, 0.05] {
      let threshold = 1 / (1 + exp(1.5 * log(rare / 400)))
      let expected = rates.perHour(of: "a", threshold: threshold)
      #expect(expected > rare / 3 && expected < 3 * rare)
    }
  }

  /// Commands share one tail: together they are expected as often as if they were one, and each by its share.
  @Test func commandsShareTheTail() {
    let odds = (1...400).map { -1.5 * log(Double($0) / 400) }
    let one = FalseAcceptRates(odds: ["a": odds], hours: 1)
    let split = Dictionary(grouping: odds.indices, by: { ["a", "b", "c"][$0 % 3] }).mapValues { $0.map { odds[$0] } }
    let several = FalseAcceptRates(odds: split, hours: 1)
    for rare in [0.5, 0.05] {
      let threshold = 1 / (1 + exp(1.5 * log(rare / 400)))
      #expect(abs(several.perHour(threshold: threshold) / one.perHour(threshold: threshold) - 1) < 1e-9)
      #expect(several.perHour(of: "a", threshold: threshold) == several.perHour(of: "b", threshold: threshold))
    }
    // One that was never near is expected seldom, and not never.
    let far = FalseAcceptRates(odds: ["a": odds, "far": [-5]], hours: 1).perHour(of: "far", threshold: 0.4)
    #expect(far > 0 && far < 0.1)
  }

  @Test func theThresholdKeepsWhatItPromises() {
    let odds = (1...400).map { -1.5 * log(Double($0) / 400) }
    let rates = FalseAcceptRates(odds: ["a": odds, "b": odds.map { $0 - 1 }], hours: 3)
    var before = 0.0
    for limit in [100, 10, 1, 0.1, 0.01] {
      let threshold = rates.threshold(perHour: limit)
      #expect(rates.perHour(threshold: threshold) <= limit && threshold >= before)
      before = threshold
    }
  }
}
