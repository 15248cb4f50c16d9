import Aligner

/// Makes a background of sound: stretches of speech are found as live sound is heard, and heard as wholes.
public final class BackgroundListener {
  private let recognizer: LiveRecognizer
  private let ear: any Ear
  /// What was heard so far.
  public private(set) var background = Background()

  /// - Parameters:
  ///   - commands: what is listened for while it is decided where a stretch ends.
  ///   - ears: what hears sound as it comes.
  ///   - wholeEars: what hears a stretch as a whole.
  public init(of commands: CommandSet, ears: Ears, wholeEars: Ears) {
    recognizer = LiveRecognizer(of: commands, ears: ears, partials: false)
    ear = wholeEars.ear(for: .none)
  }

  /// Takes in a sound: 16 kHz, one channel, -1...1. The next one is another.
  public func append(_ samples: [Float]) {
    background.lengthen(by: Double(samples.count) / Double(Recognizer.sampleRate))
    for case .ended(let segment) in recognizer.append(samples) + recognizer.interrupt() {
      ear.take(segment.samples.span)
      background.append(ear.finish().posteriors)
    }
  }
}
