import Commands
import Foundation
import Lexicon
import Synchronization
import Testing

@testable import Measurement
@testable import Recognition

@Suite struct RehearsalTests {
  static let yaml = """
    intents:
      setLight:
        data: [{sentences: ["turn on the {room} light", "{room} light on"]}]
      setTimer:
        data: [{sentences: ["set a timer for {10..20:minutes} minutes"]}]
    lists: {room: {values: [kitchen, chicken, bathroom]}}
    """

  struct Setting {
    let grammar: Grammar
    let lexicon: Lexicon
    let graph: CommandGraph

    init() throws {
      grammar = try Grammar(yaml: RehearsalTests.yaml)
      lexicon = try Lexicon()
      graph = try CommandGraph(grammar, lexicon: lexicon)
    }

    func rehearsal(
      sentences: Int = 30, jobs: Int = 2, seed: UInt64 = 1, replacing: [String: String] = [:],
      noise: (level: NoiseLevel, samples: [Float])? = nil
    ) -> Rehearsal {
      var settings = Rehearsal.Settings()
      (settings.sentences, settings.jobs, settings.seed) = (sentences, jobs, seed)
      settings.levels = [.clean] + (noise.map { [$0.level] } ?? [])
      settings.noise = noise?.samples
      let graph = graph
      return Rehearsal(
        of: grammar, by: PhoneVoice.synthesizer(lexicon, replacing: replacing), settings: settings
      ) { PhoneVoice.recognizer(graph) }
    }

    func report(_ rehearsal: Rehearsal) async -> RehearsalReport {
      RehearsalReport(
        of: rehearsal, trials: await rehearsal.run {}, voices: [PhoneVoice.name], lexicon: lexicon)
    }
  }

  @Test func whatIsSpokenClearlyIsUnderstood() async throws {
    let setting = try Setting()
    let report = await setting.report(setting.rehearsal())
    #expect(report.levels.map(\.understood) == [Proportion(count: 30, total: 30)])
    #expect(report.confusions.isEmpty && report.rejections.isEmpty && report.failures.isEmpty)
    #expect(report.text().contains("no command was taken for another") && report.text().contains("synthetic"))
  }

  @Test func aWordSpokenAsAnotherIsAConfusionWithAdvice() async throws {
    let setting = try Setting()
    let rehearsal = setting.rehearsal(replacing: ["kitchen": "chicken"])
    let wrong = rehearsal.sentences.count { $0.sample.slots["room"] == .text("kitchen") }
    let report = await setting.report(rehearsal)
    #expect(wrong > 0 && report.levels[0].misunderstood == wrong && report.levels[0].rejected == 0)
    let confusion = try #require(report.confusions.first)
    #expect(report.confusions.count == 1 && confusion.count == wrong && confusion.levels == [.clean])
    #expect(confusion.said == "setLight(room: kitchen)" && confusion.heard == "setLight(room: chicken)")
    #expect(
      confusion.advice == "'kitchen' /K IH CH AH N/ sounds like 'chicken' /CH IH K AH N/: rename 'chicken', "
        + "or give it a longer name")
    #expect(report.text().contains(confusion.advice))
    let object = try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any]
    let confusions = object?["confusions"] as? [[String: Any]]
    #expect(confusions?.count == 1 && confusions?.first?["count"] as? Int == wrong)
    #expect((object?["caution"] as? String)?.contains("synthetic") == true)
  }

  @Test func whatIsNoCommandIsRejectedAndItsTemplateNamed() async throws {
    let setting = try Setting()
    let report = await setting.report(
      setting.rehearsal(replacing: ["timer": "xylophone", "minutes": "philosophy", "set": "orchid"]))
    #expect(report.levels[0].rejected == 10 && report.levels[0].misunderstood == 0)
    #expect(report.rejections.map(\.share) == [Proportion(count: 10, total: 10)])
    #expect(report.rejections[0].sentence.location.line == 5)
  }

  @Test func everyTemplateHasItsTurnBeforeOneHasASecond() throws {
    let sentences = try Setting().rehearsal(sentences: 10).sentences
    let turns = stride(from: 0, to: 9, by: 3).map { Set(sentences[$0..<$0 + 3].map(\.location)).count }
    #expect(turns == [3, 3, 3])
  }

  @Test(arguments: [1, 2, 5]) func theSeedAloneDecides(jobs: Int) async throws {
    let setting = try Setting()
    let first = setting.rehearsal(jobs: 1, replacing: ["kitchen": "chicken"])
    let again = setting.rehearsal(jobs: jobs, replacing: ["kitchen": "chicken"])
    #expect(first.sentences == again.sentences)
    #expect(await first.run {} == again.run {})
    #expect(setting.rehearsal(seed: 2).sentences != first.sentences)
  }

  @Test func aFailureConcernsItsSentenceAndLevelAlone() async throws {
    let setting = try Setting()
    let rehearsal = setting.rehearsal(sentences: 3, noise: (.decibels(6), [0, 1, 0]))
    let visits = Atomic(0)
    let trials = await rehearsal.run { visits.add(1, ordering: .relaxed) }
    #expect(visits.load(ordering: .relaxed) == 3)
    for trials in trials {
      #expect(trials.map(\.level) == [.clean, .decibels(6)] && trials[0].outcome == .understood)
      guard case .failed(let reason) = trials[1].outcome else {
        Issue.record("\(trials[1])")
        continue
      }
      #expect(reason.hasPrefix("the noise has 3 samples"))
    }
    let report = RehearsalReport(of: rehearsal, trials: trials, voices: [], lexicon: setting.lexicon)
    #expect(report.levels.map(\.understood.total) == [3, 0] && !report.failures.isEmpty)
    let mute = await setting.report(setting.rehearsal(sentences: 4, replacing: ["light": "123", "timer": "123"]))
    #expect(mute.levels[0].understood.total == 0 && mute.failures.count == 1)
  }

  @Test func aWildcardIsRightWhateverFillsIt() {
    func outcome(_ slots: [Interpretation.Slot]) -> RehearsalTrial.Outcome {
      let said = CommandSample(
        words: ["play", "this"], intent: "play", slots: ["title": .text("this"), "loud": .integer(3)])
      let heard = Interpretation(intent: "play", slots: slots, words: [], score: 0)
      let result = RecognitionResult(
        candidate: heard, confidence: .none, threshold: 0, speech: nil, seconds: 1, timings: .init())
      return RehearsalTrial(of: said, level: .clean, result: result).outcome
    }
    let title = Interpretation.Slot(
      name: "title", value: .text("this is"), time: 0..<1, words: ["this", "is"], phones: "/DH IH S/")
    let loud = Interpretation.Slot(name: "loud", value: .integer(3), time: nil, words: [])
    #expect(outcome([title, loud]) == .understood)
    for wrong in [[title], [loud], [title, loud, .init(name: "x", value: .integer(1), time: nil, words: [])]] {
      guard case .misunderstood = outcome(wrong) else {
        Issue.record("\(wrong)")
        continue
      }
    }
  }

  @Test(arguments: [
    ("set fifteen minutes", "set fifty minutes", "allow fewer numbers"),
    ("dim the lamp now", "dim the ramp now", "'lamp' /L AE M P/ sounds like 'ramp' /R AE M P/: rename 'ramp'"),
    ("lamp on please", "lamp on", "also complete without 'please'"),
    ("lamp on", "big lamp on", "'big' was heard where nothing was said"),
    ("lamp on", "Lamp on", "the same words have both meanings"),
    ("open sesame", "close quickly", "do not sound alike"), ("go to it", "go the it", "do not sound alike"),
  ])
  func adviceNamesTheNearestWords(said: String, heard: String, expected: String) throws {
    func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    let exchange = RenamingAdvice.Exchange(words(said), words(heard))
    let text = try RenamingAdvice(Lexicon()).text(exchange) { _, _ in false }
    #expect(text.contains(expected), "\(text)")
  }

  @Test func babbleIsAlwaysTheSameAndLoudEnough() {
    let first = BabbleNoise.samples(count: 16_000, seed: 3)
    #expect(
      first == BabbleNoise.samples(count: 16_000, seed: 3) && first != BabbleNoise.samples(count: 16_000, seed: 4))
    #expect(abs((first.map(abs).max() ?? 0) - 0.5) < 1e-6)
    // No long pause: every tenth of a second has a fair share of the energy.
    let parts = stride(from: 0, to: 16_000, by: 1_600).map { first[$0..<$0 + 1_600].reduce(0) { $0 + $1 * $1 } }
    #expect((parts.min() ?? 0) > 0.01 * (parts.max() ?? 1))
    #expect(BabbleNoise.samples(count: 0, seed: 1).isEmpty)
  }
}
