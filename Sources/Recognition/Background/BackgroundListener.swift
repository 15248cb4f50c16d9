import Aligner

/// Makes a background of sound: stretches of speech are found as live sound is heard, and each is heard as an open microphone
/// hears it, as it comes and as a whole.
public final class BackgroundListener {
  private let recognizer: LiveRecognizer
  private let ear: any Ear
  private let wholeEar: any Ear
  /// What was heard so far.
  public private(set) var background = Background()

  /// - Parameters:
  ///   - commands: what is listened for while it is decided where a stretch ends.
  ///   - ears: what hears sound as it comes.
  ///   - wholeEars: what hears a stretch as a whole.
  public init(of commands: CommandSet, ears: Ears, wholeEars: Ears) {
    recognizer = LiveRecognizer(of: commands, ears: ears, partials: false)
    ear = ears.ear(for: .none)
    wholeEar = wholeEars.ear(for: .none)
  }

  /// Takes in a sound: 16 kHz, one channel, -1...1. The next one is another.
  public func append(_ samples: [Float]) {
    background.lengthen(by: Double(samples.count) / Double(Recognizer.sampleRate))
    for stretch in stretches(in: samples) { background.append(stretch) }
  }

  /// The stretches of speech in a sound, which is no part of the background: 16 kHz, one channel, -1...1.
  public func stretches(in samples: [Float]) -> [Background.Stretch] {
    (recognizer.append(samples) + recognizer.interrupt()).compactMap { event in
      guard case .ended(let segment) = event else { return nil }
      let heard = [ear, wholeEar].map { ear in
        ear.take(segment.samples.span)
        return ear.finish().posteriors
      }
      return Background.Stretch(chunks: heard[0], whole: heard[1])
    }
  }
}
