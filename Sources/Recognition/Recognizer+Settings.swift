extension Recognizer {
  /// How commands are searched and judged.
  public struct Settings: Sendable {
    /// The search.
    public var decoder = CommandDecoder.Settings()
    /// The confidence, 0...1, that a command needs to be believed.
    public var threshold = Confidence.defaultThreshold
    /// The same where the sound is overheard; nil where that is no different.
    public var overheardThreshold: Double?
    /// Whom the sound is meant for.
    public var mode = HearingMode.addressed
    /// How a transcript joins the sound.
    public var fusion = Fusion.none
    /// The words that are looked for in free parts of commands; nil where only phones are told.
    public var vocabulary: FreeVocabulary?

    /// The settings that were tuned on development data.
    public init() {}

    /// The confidence that a command needs in this mode.
    var required: Double { mode == .overheard ? overheardThreshold ?? threshold : threshold }
  }
}
