import Foundation
import Kernels
import Lexicon
import Testing

@testable import Aligner

@Suite struct AlignmentTests {
  /// Two frames for each phone of "red light", and one of silence around each.
  private static let spoken = ["R", "EH", "D", "L", "AY", "T"]

  @Test(arguments: 1...12) func everyFrameBelongsToSomething(seed: Int) throws {
    let posteriors = Self.posteriors(frames: 3 * seed) { Self.scattered($0, $1, seed: seed) }
    let text = Self.text(Array([["R", "EH", "D"], ["L", "AY", "T"]].prefix(1 + seed % 2)), confidence: 1)
    let alignment = try #require(Self.align(text, posteriors))
    for frame in 0..<posteriors.frameCount {
      let sum = (0..<alignment.phones.columns).reduce(0) { $0 + alignment.phones[frame, $1] }
      let rest = (0..<alignment.gaps.columns).reduce(0) { $0 + alignment.gaps[frame, $1] }
      #expect(abs(sum + rest - 1) < 1e-5)
    }
    #expect(alignment.entered.allSatisfy { (0...1).contains($0) })
  }

  /// The sums over all ways through two phones and a few frames, one by one.
  @Test func theModelIsWhatItSaysItIs() throws {
    let posteriors = Self.posteriors(frames: 4) { Self.scattered($0, $1, seed: 5) }
    let text = Self.text([["R", "EH"]], confidence: 1)
    let alignment = try #require(Self.align(text, posteriors))
    let enumerated = Enumeration(text, posteriors)
    #expect(distance(alignment.phones.values, enumerated.phones.map(Float.init)) < 1e-5)
    #expect(distance(alignment.gaps.values, enumerated.gaps.map(Float.init)) < 1e-5)
    #expect(distance(alignment.entered, enumerated.entered.map(Float.init)) < 1e-5)
  }

  @Test func wordsAreFoundWhereTheyAre() throws {
    let posteriors = Self.clear(Self.spoken)
    let text = Self.text([["R", "EH", "D"], ["L", "AY", "T"]], confidence: 1)
    let words = try #require(Self.align(text, posteriors)).words(of: text, in: posteriors)
    #expect(words.map(\.text) == ["0", "1"])
    // Frames 1 to 8 and 10 to 17.
    #expect(words.map(\.time) == [0.02..<0.18, 0.2..<0.36])
    #expect(words.allSatisfy { $0.agreement > 0.8 })
  }

  @Test func wordsThatWereNotSaidAreNotFound() throws {
    let posteriors = Self.clear(Self.spoken)
    let text = Self.text([["R", "EH", "D"], ["HH", "UW", "M", "AH"], ["L", "AY", "T"]], confidence: 1)
    let words = try #require(Self.align(text, posteriors)).words(of: text, in: posteriors)
    #expect(words[0].time == 0.02..<0.18 && words[2].time == 0.2..<0.36)
    #expect(words[1].time == nil && words[1].agreement < 0.1)
  }

  @Test(arguments: FusionStrategy.all) func whatCannotBeFusedIsTheSoundsOwn(
    strategy: FusionStrategy
  ) throws {
    let aligner = try CrossModalAligner.shared.get()
    var workspace = CrossModalAligner.Workspace()
    let posteriors = Self.clear(Self.spoken)
    let memories = Matrix(rows: posteriors.frameCount, columns: HeardSound.width)
    let heard = HeardSound(posteriors: posteriors, memories: memories)
    let endless = Self.text(Array(repeating: ["HH", "UW", "M", "AH"], count: 100), confidence: 1)
    for text in [SpokenText(), endless] {
      let fused = aligner.fuse(heard, with: text, by: strategy, using: &workspace)
      #expect(fused.posteriors.logProbabilities == posteriors.logProbabilities)
      #expect(fused.alignment == nil && fused.attention == nil)
    }
    let nothing = HeardSound(
      posteriors: PhonePosteriors(logProbabilities: []), memories: Matrix(rows: 0, columns: HeardSound.width))
    let text = Self.text([["R", "EH", "D"]], confidence: 1)
    #expect(aligner.fuse(nothing, with: text, by: strategy, using: &workspace).posteriors.frameCount == 0)
  }

  /// A worker's past leaves no trace: not a longer text or sound, not a shorter one.
  @Test(arguments: FusionStrategy.all) func theWorkspaceHasNoMemory(
    strategy: FusionStrategy
  ) throws {
    let aligner = try CrossModalAligner.shared.get()
    var reused = CrossModalAligner.Workspace()
    for count in [1, 6, 2, 5, 1] {
      let posteriors = Self.clear(Array(Self.spoken.prefix(count)))
      let values = (0..<posteriors.frameCount * HeardSound.width).map { sinf(Float($0)) }
      let heard = HeardSound(
        posteriors: posteriors,
        memories: Matrix(rows: posteriors.frameCount, columns: HeardSound.width, values: values))
      let text = Self.text(Array(repeating: ["R", "EH", "D"], count: 1 + count % 3), confidence: 0.5)
      var fresh = CrossModalAligner.Workspace()
      let expected = aligner.fuse(heard, with: text, by: strategy, using: &fresh)
      let fused = aligner.fuse(heard, with: text, by: strategy, using: &reused)
      #expect(fused.posteriors.logProbabilities == expected.posteriors.logProbabilities)
      #expect(expected.posteriors.logProbabilities != posteriors.logProbabilities)
      #expect(aligner.embedding(of: heard, using: &reused) == aligner.embedding(of: heard, using: &fresh))
    }
  }

  @Test func embeddingsHaveLengthOne() throws {
    let aligner = try CrossModalAligner.shared.get()
    var workspace = CrossModalAligner.Workspace()
    let posteriors = Self.clear(Self.spoken)
    let heard = HeardSound(
      posteriors: posteriors, memories: Matrix(rows: posteriors.frameCount, columns: HeardSound.width))
    let text = Self.text([["R", "EH", "D"]], confidence: 1)
    for vector in [
      aligner.embedding(of: heard, using: &workspace), aligner.embedding(of: text, using: &workspace),
      aligner.embedding(of: SpokenText(), using: &workspace),
    ] {
      #expect(vector.count == CrossModalAligner.utterance)
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
  }

  @Test(arguments: [
    ("attune-fusion", "attune-fashion", "its metadata have 'format': 'attune-fashio', expected 'attune-fusion'"),
    ("[4]", "[1]", "tensor 'cross.scale' has 8 bytes from byte "),
    ("AA AE AH", "AE AA AH", "its metadata have 'phones': 'AE AA AH "),
    ("cross.null", "cross.nuII", "no tensor 'cross.null'"),
  ])
  func anotherFileIsRefused(original: String, replacement: String, reason: String) throws {
    var bytes = Data(try [UInt8](Data(contentsOf: URL(filePath: CrossModalAligner.path()))))
    let range = try #require(bytes.range(of: Data(original.utf8)))
    bytes.replaceSubrange(range, with: Data(replacement.utf8.prefix(range.count)))
    let file = FileManager.default.temporaryDirectory.appending(path: "attune-\(UUID()).safetensors")
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let error = #expect(throws: SafeTensorsError.self) { try CrossModalAligner(path: file.path()) }
    #expect(error?.description.hasPrefix("\(file.path()): \(reason)") == true)
  }

  private static func align(_ text: SpokenText, _ posteriors: PhonePosteriors) -> Alignment? {
    var search = ForwardBackward()
    return search.align(text, with: posteriors)
  }

  static func text(_ words: [[String]], confidence: Float) -> SpokenText {
    words.enumerated().reduce(into: SpokenText()) { text, word in
      let phones = word.element.compactMap { Phone(arpabet: $0) }
      text.append("\(word.offset)", as: Pronunciation(phones), confidence: confidence, age: 0)
    }
  }

  /// -8...0 without any pattern.
  private static func scattered(_ frame: Int, _ column: Int, seed: Int) -> Float {
    4 * sinf(Float((seed * 977 + frame * 41 + column) * 12_989 % 7919)) - 4
  }

  private static func clear(_ phones: [String]) -> PhonePosteriors {
    let columns = phones.map { Int(Phone(arpabet: $0)?.rawValue ?? 0) }
    return posteriors(frames: 3 * phones.count + 1) { frame, column in
      let label = frame.isMultiple(of: 3) ? 0 : columns[frame / 3]
      return column == label ? 5 : -3
    }
  }

  private static func posteriors(frames: Int, _ logit: (Int, Int) -> Float) -> PhonePosteriors {
    var values = Matrix(
      rows: frames, columns: PhonePosteriors.columns,
      values: (0..<frames).flatMap { frame in (0..<PhonePosteriors.columns).map { logit(frame, $0) } })
    values.applyLogSoftmax()
    return PhonePosteriors(logProbabilities: values.values)
  }
}
