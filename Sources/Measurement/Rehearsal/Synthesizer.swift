/// Something that speaks.
public struct Synthesizer: Sendable {
  /// The voices that it has, at least one.
  public let voices: [Voice]
  private let speak: @Sendable (String, Voice) throws -> [Float]

  /// - Parameters:
  ///   - voices: at least one.
  ///   - speak: says a text with one of the voices, whose speed and pitch may have been changed: 16 kHz, one channel,
  ///     -1...1. It may be called by several threads at once.
  public init(voices: [Voice], speak: @escaping @Sendable (String, Voice) throws -> [Float]) {
    precondition(!voices.isEmpty)
    self.voices = voices
    self.speak = speak
  }

  /// Says a text.
  ///
  /// - Returns: 16 kHz, one channel, -1...1.
  /// - Throws: what the synthesiser throws.
  public func samples(saying text: String, with voice: Voice) throws -> [Float] { try speak(text, voice) }
}
