public import Aligner

/// One file of a batch, or a segment of one, and what is known about it beforehand.
public struct RecordingItem: Hashable, Sendable {
  /// The path of a sound file; where there is a problem, the place of what should have named one.
  public var file: String
  /// The part of the file to hear, in seconds; its end is infinite where it is the file's. Nil for the whole file.
  public var segment: Range<Double>?
  /// The channel to hear, from 1; nil for the mean of all, or what was chosen for all files.
  public var channel: Int?
  /// The transcript that came with the path; nil where none did.
  public var transcript: [TranscriptToken]?
  /// What is meant; nil where nobody has said.
  public var truth: Truth?
  /// The values of the columns by which results are to be told apart, such as the speaker.
  public var groups: [String: String] = [:]
  /// Which of the scorer's conditions it is heard in.
  public var condition = 0
  /// Why there is nothing to recognise.
  public var problem: RecordingError?

  /// A sound file.
  public init(_ file: String, transcript: [TranscriptToken]? = nil) {
    self.file = file
    self.transcript = transcript
  }

  /// What should have been a sound file.
  ///
  /// - Parameter place: where it stands.
  init(place: String, problem: RecordingError) {
    file = place
    self.problem = problem
  }

  /// What its record calls it: the path, and for a segment its times as a media fragment (W3C): `long.wav#t=1.5,3`.
  public var name: String {
    guard let segment else { return file }
    let end = segment.upperBound.isFinite ? ",\(Self.short(segment.upperBound))" : ""
    return "\(file)#t=\(Self.short(segment.lowerBound))\(end)"
  }

  private static func short(_ seconds: Double) -> String {
    seconds == seconds.rounded() && seconds < 1e15 ? "\(Int(seconds))" : "\(seconds)"
  }

  /// A number that changes with whatever decides the item's result, save the sound itself and the scorer.
  package var fingerprint: Fingerprint {
    var fingerprint = Fingerprint()
    fingerprint.add(name)
    fingerprint.add("\(condition)")
    if let channel { fingerprint.add("channel \(channel)") }
    for token in transcript ?? [] { fingerprint.add("\(token)") }
    return fingerprint
  }
}
