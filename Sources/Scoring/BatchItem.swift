public import Aligner

/// One file of a batch, and what is known about it beforehand.
public struct BatchItem: Hashable, Sendable {
  /// The path of a sound file; where there is a problem, the place of what should have named one.
  public var file: String
  /// The transcript that came with the path; nil where none did.
  public var transcript: [TranscriptToken]?
  /// Why there is nothing to recognise.
  public var problem: ScoringError?

  /// A sound file.
  public init(_ file: String, transcript: [TranscriptToken]? = nil) {
    self.file = file
    self.transcript = transcript
  }

  /// What should have been a sound file.
  ///
  /// - Parameter place: where it stands.
  init(place: String, problem: ScoringError) {
    file = place
    self.problem = problem
  }
}
