import Aligner
import Commands
import Lexicon
import Testing

@testable import Recognition

/// A recogniser over a network that reads its answer from the samples: each frame of 320 samples is a phone's column.
@Suite struct RecognizerTests {
  static let windows = EncoderWindows(length: 20 * 320, overlap: 8 * 320)

  @Test func aCommandIsUnderstood() throws {
    let result = try recognize(samples("dim red light"))
    #expect(result.interpretation?.intent == "dim")
    #expect(result.interpretation?.slots.first?.value == .text("red light"))
    #expect(result.confidence.value > 0.9)
    #expect(result.seconds == Double(samples("dim red light").count) / 16_000)
    #expect(result.speech == result.interpretation?.time)
  }

  @Test(arguments: [1, 7, 160, 321, 6400, 100_000]) func anyPortionsGiveTheSameResult(portion: Int) throws {
    // 5 s of silence, so that several windows are needed.
    let all = silence(frames: 250) + samples("dim red light") + silence(frames: 37)
    let whole = try recognize(all, settings: settings(filler: true))
    let recognizer = recognizer(settings: settings(filler: true))
    for start in stride(from: 0, to: all.count, by: portion) {
      recognizer.append(Array(all[start..<min(all.count, start + portion)]))
    }
    let result = try recognizer.finish()
    #expect(result.interpretation == whole.interpretation)
    #expect(result.interpretation != nil)
    #expect(result.confidence == whole.confidence)
    #expect(result.speech == whole.speech)
  }

  @Test(arguments: [1, 19, 20, 21, 31, 32, 33, 45, 300])
  func windowsGiveEveryFrameOnceAndInOrder(frames: Int) throws {
    let columns = (0..<frames).map { $0 % PhonePosteriors.columns }
    var (heard, recognizer) = (FreePhones(), recognizer())
    heard.append(Self.posteriors(columns))
    recognizer.append(Self.samples(columns))
    #expect(try recognizer.finish().speech?.upperBound == heard.speech().map { Double($0.upperBound) * 0.02 })
  }

  @Test func eachFrameHasHalfAnOverlapOfSoundOnBothSides() {
    let windows = EncoderWindows()
    let (length, hop) = (windows.length / 320, windows.hop / 320)
    var next = 0
    for window in 0..<5 {
      let kept = windows.kept(of: length, window: window, isLast: window == 4)
      #expect(window * hop + kept.lowerBound == next)
      #expect(window == 0 || kept.lowerBound * 320 == windows.overlap / 2)
      #expect(window == 4 || (length - kept.upperBound) * 320 == windows.overlap / 2)
      next = window * hop + kept.upperBound
    }
    #expect(next == 4 * hop + length)
  }

  @Test func silenceMeansNothing() throws {
    for nothing in [[], [Float](repeating: 0, count: 16_000), silence(frames: 100)] {
      let result = try recognize(nothing)
      #expect(result.candidate == nil && result.interpretation == nil && result.speech == nil)
      #expect(result.confidence == .none)
    }
  }

  @Test func otherSpeechIsRejected() throws {
    let result = try recognize(Self.samples(TinyGraph.phones("HH AH L OW W ER L D").map { Int($0.rawValue) }))
    #expect(result.interpretation == nil)
    #expect(result.confidence.value < Confidence.defaultThreshold / 2)
    #expect(result.speech != nil)
  }

  @Test func theThresholdDecides() throws {
    let confidence = try recognize(samples("set lamp")).confidence.value
    for (threshold, isUnderstood) in [(0.0, true), (confidence, true), (confidence + 1e-6, false), (1.1, false)] {
      var settings = settings()
      settings.threshold = threshold
      let result = try recognize(samples("set lamp"), settings: settings)
      #expect((result.interpretation != nil) == isUnderstood)
      #expect(result.candidate?.intent == "set")
    }
  }

  private func recognize(
    _ samples: [Float], settings: Recognizer.Settings = Recognizer.Settings()
  ) throws -> RecognitionResult {
    let recognizer = recognizer(settings: settings)
    recognizer.append(samples)
    return try recognizer.finish()
  }

  private func recognizer(settings: Recognizer.Settings = Recognizer.Settings()) -> Recognizer {
    Recognizer(
      graph: TinyGraph.graph, settings: settings,
      ear: WholeEar(windows: Self.windows, givesRoom: false) { HeardSound(posteriors: Self.posteriors(of: $0)) })
  }

  private func settings(filler: Bool = false) -> Recognizer.Settings {
    var settings = Recognizer.Settings()
    if filler { settings.decoder.filler = .init(entry: 1, perPhone: 1) }
    return settings
  }

  private func samples(_ sentence: String) -> [Float] {
    Self.samples(TinyGraph.sentence(sentence).flatMap { [Int($0.rawValue), 0] })
  }

  private func silence(frames: Int) -> [Float] { Self.samples(Array(repeating: 0, count: frames)) }

  private static func samples(_ columns: [Int]) -> [Float] {
    columns.flatMap { Array(repeating: (Float($0) + 1) / 64, count: EncoderWindows.frame) }
  }

  static func posteriors(of samples: Span<Float>) -> PhonePosteriors {
    posteriors(
      stride(from: 0, to: samples.count, by: EncoderWindows.frame).map { Int(samples[$0] * 64) - 1 }
    )
  }

  private static func posteriors(_ columns: [Int]) -> PhonePosteriors {
    PhonePosteriors(
      logProbabilities: columns.flatMap { label in
        (0..<PhonePosteriors.columns).map { $0 == label ? -0.1 : -6 }
      })
  }
}
