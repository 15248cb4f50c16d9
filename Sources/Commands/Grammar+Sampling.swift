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

  /// A sentence of one template: at every choice, each alternative is as likely as the others.
  ///
  /// - Parameter template: `0..<templateCount`, in the order of the files.
  public func sample(template: Int, using generator: inout some RandomNumberGenerator) -> CommandSample {
    let sentence = sentences[template]
    var sampler = SentenceSampler(sentence, of: self)
    sampler.say(sentence.expression, using: &generator)
    return CommandSample(
      words: sampler.words, intent: sentence.intent, slots: sentence.fixed.merging(sampler.slots) { $1 })
  }
}
