import Aligner
import ArgumentParser
import Files
import Lexicon
import Measurement
import Recordings

/// Sentences, and how much is done at a time.
struct EmbeddingOptions: ParsableArguments {
  @Option(name: .customLong("text"), help: ArgumentHelp("A sentence. May be repeated.", valueName: "sentence"))
  var sentences: [String] = []

  @Option(name: .customLong("sentences"), help: ArgumentHelp("A file of sentences, one a line.", valueName: "file"))
  var sentenceFile: String?

  @OptionGroup var jobs: JobOptions

  func validate() throws {
    guard sentences.allSatisfy({ $0.contains { !$0.isWhitespace } }) else { throw ValidationError("--text is empty.") }
  }

  /// All sentences.
  ///
  /// - Throws: where the file cannot be read.
  func allSentences() throws -> [String] {
    guard let sentenceFile else { return sentences }
    let bytes: [UInt8]
    do throws(InputFile.Problem) { bytes = try InputFile.text(of: sentenceFile) } catch {
      throw RecordingError.found(path: sentenceFile, problem: error.description)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RecordingError.found(path: sentenceFile, problem: "it is not UTF-8")
    }
    let lines = text.split(whereSeparator: \.isNewline)
    return sentences + lines.map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
  }

  func embedder() throws -> UtteranceEmbedder {
    UtteranceEmbedder(
      model: try AcousticModel(), aligner: try CrossModalAligner(), lexicon: try Lexicon(),
      jobs: jobs.count)
  }
}
