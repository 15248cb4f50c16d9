import Aligner
import Commands
import Foundation
import Lexicon
import TestSupport
import Testing

@testable import Recognition

/// A sentence of a command file, spoken without a voice: words to phones to posteriors, and back to the meaning.
@Suite struct CommandFileTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static let files: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/config")) ?? []
    // attune.yaml is the server's configuration.
    return names.filter { $0.hasSuffix(".yaml") && $0 != "attune.yaml" }.sorted().map { "\(root)/config/\($0)" }
      + RealVoices.commandFiles
  }()

  @Test func thereAreCommandFiles() { #expect(Self.files.count >= 3) }

  @Test(arguments: files) func everyTemplateIsUnderstoodAsItWasMeant(file: String) throws {
    let grammar = try Grammar(contentsOf: [file])
    let lexicon = try Lexicon()
    let own = lexicon.adding(grammar.pronunciations)
    var decoder = CommandDecoder(graph: try CommandGraph(grammar, lexicon: lexicon))
    var random = SplitMix64(seed: 2026)
    for template in 0..<grammar.templateCount {
      for _ in 0..<3 {
        let sample = grammar.sample(template: template, using: &random)
        let phones = try sample.words.flatMap { word in
          try own.pronunciations(of: word).variants.randomElement(using: &random)?.pronunciation.phones ?? []
        }
        let posteriors = SyntheticSpeech(phones: phones, seed: random.next(), noise: 1.5).posteriors
        expect(understand(posteriors, &decoder), means: sample)
      }
    }
  }

  private func understand(_ posteriors: PhonePosteriors, _ decoder: inout CommandDecoder) -> Interpretation? {
    var heard = FreePhones()
    heard.append(posteriors)
    decoder.reset()
    decoder.push(posteriors)
    return decoder.result().flatMap { Interpretation(path: $0, graph: decoder.graph, heard: heard) }
  }

  private func expect(_ meaning: Interpretation?, means sample: CommandSample) {
    let sentence = Comment(rawValue: sample.words.joined(separator: " "))
    #expect(meaning?.intent == sample.intent, sentence)
    let slots = Dictionary(meaning?.slots.map { ($0.name, $0.value) } ?? []) { $1 }
    #expect(Set(slots.keys) == Set(sample.slots.keys), sentence)
    // A wildcard's value is phones.
    for (name, value) in slots where !value.description.hasPrefix("/") {
      #expect(value == sample.slots[name], sentence)
    }
  }
}
