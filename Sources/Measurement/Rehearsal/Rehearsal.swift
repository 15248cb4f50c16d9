public import Commands
public import Recognition
import Recordings

/// Speaks sentences of a command file with synthetic voices, and listens to what is understood of them.
///
/// Every template has its turn before one has a second. For the same grammar, synthesiser and settings but `jobs`, the
/// trials are the same in every run.
public struct Rehearsal: Sendable {
  /// What is spoken, and how.
  public struct Settings: Sendable {
    /// How many sentences are spoken.
    public var sentences = 120
    /// Chooses sentences, speeds, pitches and stretches of noise.
    public var seed: UInt64 = 0
    /// Each sentence is heard once at each level.
    public var levels: [NoiseLevel] = [.clean, .decibels(20), .decibels(10), .decibels(5), .decibels(0)]
    /// At 16 kHz; nil for babble that is made up.
    public var noise: [Float]?
    /// How many sentences are worked on at a time, at least 1.
    public var jobs = 1

    /// 120 sentences in babble at four levels, and without noise.
    public init() {}
  }

  /// A sentence, and who says it.
  public struct Sentence: Hashable, Sendable {
    /// The words, and what they mean.
    public var sample: CommandSample
    /// The template that it comes from.
    public var location: SourceLocation
    /// Who says it.
    public var voice: Voice

    /// The words with spaces between them.
    public var text: String { sample.words.joined(separator: " ") }
  }

  /// The samples of silence before and after each sentence: 0.24 s.
  static let pause = 3840

  private let synthesizer: Synthesizer
  private let settings: Settings
  private let noise: [Float]
  private let makeRecognizer: @Sendable () -> Recognizer

  /// What is spoken, in order.
  public let sentences: [Sentence]

  /// - Parameters:
  ///   - grammar: the commands, at least one.
  ///   - makeRecognizer: called once by each worker.
  public init(
    of grammar: Grammar, by synthesizer: Synthesizer, settings: Settings = Settings(),
    makeRecognizer: @escaping @Sendable () -> Recognizer
  ) {
    precondition(settings.jobs >= 1 && settings.sentences >= 1)
    self.synthesizer = synthesizer
    self.settings = settings
    self.makeRecognizer = makeRecognizer
    noise = settings.noise ?? BabbleNoise.samples(count: Self.babble, seed: settings.seed)
    sentences = Self.sentences(of: grammar, voices: synthesizer.voices, settings)
  }

  /// The samples of babble that are made up: 30 s.
  private static let babble = 480_000

  private static func sentences(of grammar: Grammar, voices: [Voice], _ settings: Settings) -> [Sentence] {
    var random = SplitMix64(seed: settings.seed)
    var turns: [Int] = []
    return (0..<settings.sentences).map { index in
      if turns.isEmpty { turns = (0..<grammar.templateCount).shuffled(using: &random) }
      let template = turns.removeLast()
      var voice = voices[index % voices.count]
      voice.speed *= Double.random(in: 0.85...1.2, using: &random)
      voice.pitch *= Double.random(in: 0.8...1.25, using: &random)
      return Sentence(
        sample: grammar.sample(template: template, using: &random), location: grammar.location(ofTemplate: template),
        voice: voice)
    }
  }

  /// Speaks and listens.
  ///
  /// - Parameter visit: called as often as there are sentences, whenever one more is done.
  /// - Returns: for each sentence its trials in the order of the levels.
  public func run(visit: () -> Void) async -> [[RehearsalTrial]] {
    let queue = WorkQueue(count: sentences.count)
    let (results, sink) = AsyncStream.makeStream(of: (index: Int, trials: [RehearsalTrial]).self)
    return await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await withDiscardingTaskGroup { workers in
          for _ in 0..<settings.jobs {
            workers.addTask {
              let recognizer = makeRecognizer()
              while let index = queue.next() { sink.yield((index, trials(of: index, with: recognizer))) }
            }
          }
        }
        sink.finish()
      }
      var all = [[RehearsalTrial]](repeating: [], count: sentences.count)
      for await result in results {
        all[result.index] = result.trials
        visit()
      }
      return all
    }
  }

  private func trials(of index: Int, with recognizer: Recognizer) -> [RehearsalTrial] {
    let sentence = sentences[index]
    do {
      let silence = [Float](repeating: 0, count: Self.pause)
      let speech = silence + (try synthesizer.samples(saying: sentence.text, with: sentence.voice)) + silence
      return settings.levels.map { level in
        do {
          recognizer.append(try samples(of: speech, at: level, name: "\(index)"))
          return RehearsalTrial(of: sentence.sample, level: level, result: try recognizer.finish())
        } catch {
          recognizer.reset()
          return RehearsalTrial(level: level, outcome: .failed("\(error)"))
        }
      }
    } catch {
      return settings.levels.map { RehearsalTrial(level: $0, outcome: .failed("\(error)")) }
    }
  }

  private func samples(of speech: [Float], at level: NoiseLevel, name: String) throws(RecordingError) -> [Float] {
    guard case .decibels(let decibels) = level else { return speech }
    // Babble can go on for as long as a sentence does; a recording given by a person is taken as it is.
    let repeats = settings.noise == nil && !noise.isEmpty ? speech.count / noise.count : 0
    let noise = repeats == 0 ? noise : Array(repeatElement(noise, count: repeats + 1).joined())
    return try NoiseMixer(noise: noise, decibels: decibels, seed: settings.seed).mix(speech, name: name)
  }
}
