import Commands
public import Lexicon

/// What a rehearsal came to.
public struct RehearsalReport: Sendable {
  /// The trials at one level of noise.
  public struct Level: Hashable, Sendable {
    /// The noise.
    public let level: NoiseLevel
    /// Those that were understood as they were meant, among those that did not fail.
    public let understood: Proportion
    /// Those in which nothing was understood.
    public let rejected: Int
    /// Those in which something else was understood.
    public let misunderstood: Int
  }

  /// A template that was often rejected.
  public struct Rejection: Hashable, Sendable {
    /// The first sentence of the template to which it happened.
    public let sentence: Rehearsal.Sentence
    /// How often, among all trials of the template that did not fail.
    public let share: Proportion
  }

  /// In the order of the rehearsal.
  public let levels: [Level]
  /// The most frequent first, and of equally frequent ones those that need less noise.
  public let confusions: [Confusion]
  /// Templates of which something was rejected, the most often rejected first.
  public let rejections: [Rejection]
  /// How many sentences were spoken.
  public let sentences: Int
  /// The voices that spoke, in their usual speed and pitch.
  public let voices: [Voice]
  /// What went wrong, each message once.
  public let failures: [String]

  /// Looks over the trials of a rehearsal.
  ///
  /// - Parameters:
  ///   - trials: what `run` returned.
  ///   - voices: those of the synthesiser.
  ///   - lexicon: how words are said, to tell which ones sound alike.
  public init(of rehearsal: Rehearsal, trials: [[RehearsalTrial]], voices: [Voice], lexicon: Lexicon) {
    sentences = trials.count
    self.voices = Array(voices.prefix(trials.count))
    let all = trials.joined()
    levels = Self.unique(all.map(\.level)).map { level in Self.level(level, of: all.filter { $0.level == level }) }
    let pairs = zip(rehearsal.sentences, trials).map { ($0, $1) }
    confusions = Self.confusions(pairs, RenamingAdvice(lexicon))
    rejections = Self.rejections(pairs)
    failures = Self.unique(all.compactMap { if case .failed(let reason) = $0.outcome { reason } else { nil } })
  }

  private static func level(_ level: NoiseLevel, of trials: [RehearsalTrial]) -> Level {
    var counts = (understood: 0, rejected: 0, misunderstood: 0)
    for trial in trials {
      switch trial.outcome {
      case .understood: counts.understood += 1
      case .rejected: counts.rejected += 1
      case .misunderstood: counts.misunderstood += 1
      case .failed: break
      }
    }
    let total = counts.understood + counts.rejected + counts.misunderstood
    return Level(
      level: level, understood: Proportion(count: counts.understood, total: total), rejected: counts.rejected,
      misunderstood: counts.misunderstood)
  }

  /// Each once, in the order of their first occurrence.
  static func unique<Element: Hashable>(_ elements: some Sequence<Element>) -> [Element] {
    var seen: Set<Element> = []
    return elements.filter { seen.insert($0).inserted }
  }
}

extension RehearsalReport {
  private struct Key: Hashable {
    let said: String
    let heard: String
  }

  private static func confusions(
    _ pairs: [(Rehearsal.Sentence, [RehearsalTrial])], _ advice: RenamingAdvice
  ) -> [Confusion] {
    var found: [Key: (confusion: Confusion, exchange: RenamingAdvice.Exchange)] = [:]
    var order: [Key] = []
    var frequency: [String: Int] = [:]
    for (sentence, trials) in pairs {
      for trial in trials {
        guard case .misunderstood(let heard) = trial.outcome else { continue }
        let difference = Confusion.difference(sentence.sample, heard)
        let key = Key(said: difference.said, heard: difference.heard)
        let exchange = RenamingAdvice.Exchange(sentence.sample.words, heard.words)
        for word in Set(exchange.said + exchange.heard) { frequency[word, default: 0] += 1 }
        if found[key] == nil {
          order.append(key)
          let confusion = Confusion(
            said: key.said, heard: key.heard, count: 0, levels: [], sentence: sentence, heardWords: heard.words,
            advice: "")
          found[key] = (confusion, exchange)
        }
        found[key]?.confusion.count += 1
        found[key]?.confusion.levels.append(trial.level)
      }
    }
    let levels = unique(pairs.flatMap { $0.1.map(\.level) })
    let confusions = order.compactMap { key -> Confusion? in
      guard let (found, exchange) = found[key] else { return nil }
      var confusion = found
      confusion.levels = levels.filter(confusion.levels.contains)
      confusion.advice = advice.text(exchange) { frequency[$0, default: 0] > frequency[$1, default: 0] }
      return confusion
    }
    // Of equally frequent ones, those come first that need less noise.
    let keys = confusions.enumerated().map { index, confusion in
      (-confusion.count, confusion.levels.first.flatMap(levels.firstIndex) ?? 0, index)
    }
    return keys.sorted(by: <).map { confusions[$0.2] }
  }

  private static func rejections(_ pairs: [(Rehearsal.Sentence, [RehearsalTrial])]) -> [Rejection] {
    let groups = Dictionary(grouping: pairs.indices) { pairs[$0].0.location }
    let rejections = groups.values.compactMap { group -> (first: Int, rejection: Rejection)? in
      let trials = group.flatMap { pairs[$0].1 }.filter { if case .failed = $0.outcome { false } else { true } }
      let count = trials.count { $0.outcome == .rejected }
      guard let first = group.first(where: { pairs[$0].1.contains { $0.outcome == .rejected } }) else { return nil }
      return (first, Rejection(sentence: pairs[first].0, share: Proportion(count: count, total: trials.count)))
    }
    return rejections.sorted { a, b in
      (b.rejection.share.value, a.first) < (a.rejection.share.value, b.first)
    }.map(\.rejection)
  }
}
