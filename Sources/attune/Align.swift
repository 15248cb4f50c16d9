import Aligner
import ArgumentParser
import Capture
import Files
import JSON
import Lexicon
import Pictures
import Scoring

/// `attune align`: where each word of a text was heard.
struct Align: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says where each word of a text was heard in a sound file, and how well both agree.",
    discussion: """
      A line for each word: its start and end in seconds, its agreement with the sound from 0 to 1, the word. A word \
      that was not heard has no times. The words need not be in any dictionary. A file may last 30 s.

      The picture shows the spectrogram, the phones that were heard, the words, the darker the better they agree, and which \
      word the attention of each moment is on.
      """)

  @Option(help: "What was said, or should have been.")
  var text: String

  @Option(help: ArgumentHelp("Draw the alignment to this file, .svg or .png.", valueName: "file"))
  var picture: String?

  @Option(help: "How to write the alignment.")
  var format = ReportFormat.text

  @Argument(help: "A sound file.")
  var file: String

  func run() async throws {
    do {
      let place = try picture.map { try PicturePlace($0) }
      let samples = try SoundFile.samples(of: file, limit: .seconds(UtteranceEmbedder.longest))
      let alignment = try WordAlignment(
        of: text, with: samples, model: AcousticModel(), aligner: CrossModalAligner(), lexicon: Lexicon())
      try StandardOutput.line(format == .json ? alignment.json(file: file) : alignment.text)
      try place?.write(alignment.picture(title: file).drawing())
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }
}
