import Aligner
import Testing

@testable import Recognition

@Suite struct ConfidenceTests {
  private static let path = CommandPath(
    steps: [.init(output: 0, frames: 0..<4, phones: 4, score: -1)], final: 0, score: -1.5, logProbability: -2.5,
    frameCount: 9)

  private static var heard: FreePhones {
    var heard = FreePhones()
    heard.append(SyntheticSpeech(phones: TinyGraph.sentence("dim lamp"), seed: 1).posteriors)
    return heard
  }

  private func features(
    path score: Float = -0.3, weakest: Float = -0.4, margin: Float = 8, explained: Float = 1, text: Float? = nil
  ) -> Confidence.Features {
    var features = Confidence.Features(
      of: Self.path, in: TinyGraph.graph, heard: Self.heard, margin: margin, text: text)
    (features.path, features.weakestWord, features.explained, features.phones) = (score, weakest, explained, 14)
    return features
  }

  @Test(arguments: [Float?.none, 1], Confidence.Calibration.allCases)
  func everythingThatSpeaksForACommandRaisesTheConfidence(text: Float?, calibration: Confidence.Calibration) {
    let good = Confidence(features(text: text), calibration).value
    #expect(good > 0.9)
    for worse in [
      features(path: -6, text: text), features(margin: 0.1, text: text),
      features(path: -6, weakest: -9, margin: 0, explained: 0.2, text: text.map { _ in -1 }),
    ] {
      #expect(Confidence(worse, calibration).value < good)
    }
    if let text { #expect(Confidence(features(text: text - 1.5), calibration).value < good) }
  }

  /// "Stop" has four phones.
  @Test(arguments: Confidence.Calibration.allCases)
  func aShortCommandThatFitsIsAccepted(calibration: Confidence.Calibration) {
    var short = features(path: 0, margin: .infinity)
    (short.phones, short.certainty) = (4, 0)
    short.margin = Confidence.Features.highestMargin
    #expect(Confidence(short, calibration).value > Confidence.defaultThreshold)
  }

  @Test func itIsAProbabilityWhateverTheFeatures() {
    let extremes: [Float] = [-.infinity, -1e30, 0]
    for score in extremes {
      for margin: Float in [0, 1, .infinity] {
        for text: Float? in [nil, -.infinity, 0, 1e30] {
          for calibration in Confidence.Calibration.allCases {
            let features = features(path: score, weakest: score, margin: margin, text: text)
            #expect((0...1).contains(Confidence(features, calibration).value))
          }
        }
      }
    }
    #expect(Confidence.none.value == 0)
  }

  @Test func silenceAroundSpeechMakesNothingLessCertain() {
    func certainty(silence: Int, _ speech: [Float]) -> Float {
      let quiet = (0..<PhonePosteriors.columns).map { $0 == 0 ? -0.1 : -6 as Float }
      let around = (0..<silence).flatMap { _ in quiet }
      var heard = FreePhones()
      heard.append(PhonePosteriors(logProbabilities: around + speech + around))
      return heard.certainty
    }
    let speech = SyntheticSpeech(phones: TinyGraph.sentence("dim lamp"), seed: 1).posteriors.logProbabilities
    #expect(abs(certainty(silence: 0, speech) - certainty(silence: 500, speech)) < 1e-5)
    #expect(certainty(silence: 0, speech) < 0 && certainty(silence: 5, []) == 0)
  }

  @Test func featuresAreBounded() {
    let features = Confidence.Features(of: Self.path, in: TinyGraph.graph, heard: Self.heard, margin: .infinity)
    #expect(features.margin == Confidence.Features.highestMargin)
    #expect(features.explained <= 1)
  }
}
