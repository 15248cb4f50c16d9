public import Aligner
public import Batch
import Capture
public import Lexicon
import Pictures
import Recordings

/// Makes the sound and the picture of a failure, for a page that needs nothing else.
public struct FailureClipMaker: Sendable {
  /// The longest sound that is drawn, in seconds.
  static let longestPicture = 30.0

  private let scorer: BatchScorer
  private let model: AcousticModel
  private let aligner: CrossModalAligner
  private let lexicon: Lexicon

  /// - Parameter scorer: the one that the failures come from: what it heard is what is shown.
  public init(scorer: BatchScorer, model: AcousticModel, aligner: CrossModalAligner, lexicon: Lexicon) {
    (self.scorer, self.model, self.aligner, self.lexicon) = (scorer, model, aligner, lexicon)
  }

  /// What can be heard and seen of a failure.
  struct Clip {
    /// A FLAC file.
    var sound: [UInt8]
    /// nil where the sound is too long.
    var picture: Drawing?
  }

  /// Reads a recording again, with the noise that it was heard in.
  func clip(of failure: Failure) throws -> Clip {
    let samples = try scorer.samples(of: failure.item)
    let sound = try SoundFile.flac(samples)
    let isShort = Double(samples.count) <= Self.longestPicture * Double(SoundFile.outputRate)
    return Clip(sound: sound, picture: isShort ? try picture(of: failure, samples).drawing() : nil)
  }

  /// The transcript with its attention, where there is one, and otherwise what was understood.
  private func picture(of failure: Failure, _ samples: [Float]) throws -> AlignmentPicture {
    func align(_ text: String) throws -> WordAlignment {
      try WordAlignment(of: text, with: samples, model: model, aligner: aligner, lexicon: lexicon)
    }
    let understood = failure.record.candidate?.words ?? ""
    let title = failure.item.name.lastPathComponent
    guard let transcript = failure.item.transcript?.map(\.text).joined(separator: " ") else {
      return try align(understood).picture(title: title, tier: "understood")
    }
    let tier = try align(understood).tier("understood")
    return try align(transcript).picture(title: title, tier: "transcript", further: [tier])
  }
}
