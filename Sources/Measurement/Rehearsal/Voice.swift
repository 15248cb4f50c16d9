/// A synthetic voice, and how it speaks.
public struct Voice: Hashable, Sendable {
  /// The program that has it: `espeak-ng`.
  public var synthesizer: String
  /// What the program calls it: `en-us+f2`.
  public var name: String
  /// How fast, relative to how the program usually speaks.
  public var speed: Double
  /// How high, relative to how the voice usually speaks.
  public var pitch: Double

  /// A voice as it usually speaks, unless told otherwise.
  public init(synthesizer: String, name: String, speed: Double = 1, pitch: Double = 1) {
    self.synthesizer = synthesizer
    self.name = name
    self.speed = speed
    self.pitch = pitch
  }
}

extension Voice: CustomStringConvertible {
  /// The program and the voice, without speed and pitch.
  public var description: String { "\(synthesizer) \(name)" }
}
