import Lexicon
import TestSupport
import Testing

@testable import Commands

/// Law 4 of docs/architecture.md: a sentence sampled from a command file, turned into phones, reads back as its intent
/// and slots.
@Suite struct RoundTripTests {
  static let files = ["config/coffee.yaml", "config/lights.yaml", "config/timers.yaml"] + RealVoices.commandFiles

  @Test(arguments: files)
  func everyTemplateReadsBack(file: String) throws {
    let grammar = try Grammar(contentsOf: [file])
    let lexicon = try Lexicon().adding(grammar.pronunciations)
    let graph = try CommandGraph(grammar, lexicon: lexicon)
    var generator = SplitMix64(seed: 1)
    for template in 0..<grammar.templateCount {
      for _ in 0..<12 {
        let sample = grammar.sample(template: template, using: &generator)
        let phones = try sample.words.flatMap { word in
          let variants = try lexicon.pronunciations(of: word).variants
          return variants[Int.random(in: variants.indices, using: &generator)].pronunciation.phones
        }
        let readings = graph.readings(of: phones).map(Meaning.init)
        let expected = Meaning(words: sample.words, intent: sample.intent, slots: sample.slots)
        #expect(readings.contains(expected), "\(sample) \(phones)")
      }
    }
  }

  /// "one hour" may be said by a range and by a list: whichever it is, the value is a number wherever the intent has
  /// numbers for the slot.
  @Test(arguments: files)
  func aSlotThatTakesNumbersNeverGivesDigitsAsText(file: String) throws {
    let grammar = try Grammar(contentsOf: [file])
    var generator = SplitMix64(seed: 7)
    for (template, sentence) in grammar.sentences.enumerated() {
      for _ in 0..<60 {
        let slots = grammar.sample(template: template, using: &generator).slots
        for case (let slot, .text(let text)) in slots where sentence.numberSlots.contains(slot) {
          #expect(Double(text) == nil, "\(sentence.location): \(slot): \"\(text)\"")
        }
      }
    }
  }

  @Test(arguments: files)
  func filesLoadWithoutWarningsOrGuesses(file: String) throws {
    let report = try CommandReport(Grammar(contentsOf: [file]), lexicon: Lexicon())
    #expect(report.warnings.map { "\($0.location): \($0.message)" } == [])
    #expect(report.guessedWords.map(\.word) == [])
  }

  /// The comments at the head of the files say what some sentences mean: `"sentence"   intent: slot value, slot value`.
  @Test(arguments: files.prefix(3))
  func examplesInTheCommentsAreTrue(file: String) throws {
    let grammar = try Grammar(contentsOf: [file])
    let lexicon = try Lexicon().adding(grammar.pronunciations)
    let graph = try CommandGraph(grammar, lexicon: lexicon)
    let head = try TextFile.read(file).split(separator: "\n").prefix { $0.hasPrefix("#") }
    let examples = head.filter { $0.hasPrefix("#   \"") }
    #expect(examples.count >= 6)
    for example in examples {
      let parts = example.split(separator: "\"")
      let phones = try SpokenForm(parts[1]).words.flatMap { word in
        try lexicon.pronunciations(of: word).variants[0].pronunciation.phones
      }
      let found = graph.readings(of: phones).map { reading in
        let slots = reading.values.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
        return slots.isEmpty ? reading.intent : "\(reading.intent ?? ""): \(slots)"
      }
      let claim = parts[2].split(separator: ":").map { $0.trimmingPrefix(while: \.isWhitespace) }
      let slots = claim.dropFirst().joined().split(separator: ", ").sorted().joined(separator: ", ")
      #expect(found.contains(slots.isEmpty ? String(claim[0]) : "\(claim[0]): \(slots)"), "\(example): \(found)")
    }
  }

  @Test func wildcardTakesWhateverIsSaidAndLeavesItsValueToTheListener() throws {
    let grammar = try Grammar(
      templates: ["play {title} [in the {room}]"], lists: ["title": "{wildcard: true}", "room": "{values: [den]}"])
    let lexicon = try Lexicon()
    let graph = try CommandGraph(grammar, lexicon: lexicon)
    let phones = try ["play", "yellow", "submarine", "in", "the", "den"].flatMap { word in
      try lexicon.pronunciations(of: word).variants[0].pronunciation.phones
    }
    let readings = graph.readings(of: phones)
    #expect(readings.count == 2)
    let longest = try #require(readings.first { $0.values == ["room": .text("den")] })
    #expect(longest.words == ["play", "in", "the", "den"])
    #expect(longest.slots.map(\.name) == ["title", "room"])
    #expect(longest.slots[0].value == nil && longest.slots[0].outputs == 1..<2 && longest.slots[0].words.isEmpty)
    #expect(longest.slots[1].outputs == 4..<5 && longest.slots[1].words == 3..<4)
    #expect(readings.contains { $0.values.isEmpty && $0.words == ["play"] && $0.slots.count == 1 })
  }

  @Test func skipWordsMayStandAnywhereOutsideSlots() throws {
    let grammar = try Grammar(
      yaml: """
        intents: {order: {data: [{sentences: ["get me {drink} now"]}]}}
        lists: {drink: {values: [iced tea]}}
        skip_words: [please, thank you]
        """)
    let lexicon = try Lexicon()
    let graph = try CommandGraph(grammar, lexicon: lexicon)
    func meanings(_ sentence: String) throws -> [String: SlotValue]? {
      let phones = try sentence.split(separator: " ").flatMap { word in
        try lexicon.pronunciations(of: String(word)).variants[0].pronunciation.phones
      }
      return graph.readings(of: phones).first?.values
    }
    let drink = ["drink": SlotValue.text("iced tea")]
    #expect(try meanings("get me iced tea now") == drink)
    #expect(try meanings("please get me please please iced tea thank you now thank you please") == drink)
    #expect(try meanings("get me iced please tea now") == nil)
    #expect(try meanings("get me iced tea thank now") == nil)
  }

  @Test func pronunciationsOfTheFileWin() throws {
    let grammar = try Grammar(
      yaml: """
        intents: {call: {data: [{sentences: ["call Nguyen"]}]}}
        pronunciations: {nguyen: [W IH N, N UW Y EH N]}
        """)
    let graph = try CommandGraph(grammar, lexicon: Lexicon())
    for name in ["W IH N", "N UW Y EH N"] {
      #expect(graph.readings(of: try Pronunciation(arpabet: "K AO L " + name).phones).count == 1)
    }
    #expect(graph.readings(of: try Pronunciation(arpabet: "K AO L N UW G W EH N").phones).isEmpty)
  }
}
