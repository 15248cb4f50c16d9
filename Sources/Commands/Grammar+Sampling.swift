extension Grammar {
  /// How many sentence templates there are.
  public var templateCount: Int { sentences.count }

  /// Where a template stands.
  ///
  /// - Parameter template: `0..<templateCount`, in the order of the files.
  public func location(ofTemplate template: Int) -> SourceLocation { sentences[template].location }

  /// A sentence of a template chosen at random.
  public func sample(using generator: inout some RandomNumberGenerator) -> CommandSample {
    sample(template: Int.random(in: 0..<templateCount, using: &generator), using: &generator)
  }

  /// The sentence of an intent that its file gives first, taking every choice's first item; nil where there is no such intent.
  public func phrase(of intent: String) -> String? {
    var first = FirstChoice()
    let template = sentences.firstIndex { $0.intent == intent }
    return template.map { sample(template: $0, using: &first).words.joined(separator: " ") }
  }

  /// Always the lowest number that is asked for.
  private struct FirstChoice: RandomNumberGenerator {
    // Not 0, which is drawn again where the numbers are no power of two.
    mutating func next() -> UInt64 { 1 << 32 }
  }

  /// A sentence of one template: at every choice, each alternative is as likely as the others.
  ///
  /// - Parameters:
  ///   - template: `0..<templateCount`, in the order of the files.
  ///   - generator: chooses.
  public func sample(template: Int, using generator: inout some RandomNumberGenerator) -> CommandSample {
    let sentence = sentences[template]
    var sampler = SentenceSampler(sentence, of: self)
    sampler.say(sentence.expression, using: &generator)
    return CommandSample(
      words: sampler.words, intent: sentence.intent, slots: sentence.fixed.merging(sampler.slots) { $1 })
  }
}
