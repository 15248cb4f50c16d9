import Aligner
import ArgumentParser
import Files
import JSON
import Lexicon
import Measurement
import Pictures
import Recordings

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

  @Option(help: "The channel to hear, from 1. (default: the mean of all)")
  var channel: Int?

  @Option(help: "How to write the alignment.")
  var format = ReportFormat.text

  @Argument(help: "A sound file.")
  var file: String

  func validate() throws {
    guard channel ?? 1 >= 1 else { throw ValidationError("--channel has to be 1 or more.") }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("--text is empty: there is nothing to align.")
    }
  }

  func run() async throws {
    do {
      let place = try picture.map { try PicturePlace($0) }
      let samples = try HeardFile.samples(of: file, channel: channel, limit: UtteranceEmbedder.longest)
      let alignment = try WordAlignment(
        of: text, with: samples, model: AcousticModel(), aligner: CrossModalAligner(), lexicon: Lexicon())
      guard !alignment.words.isEmpty else {
        throw RecordingError.found(path: "'\(text)'", problem: "no word in it can be spoken")
      }
      try StandardOutput.line(format == .json ? alignment.json(file: file) : alignment.text)
      try place?.write(alignment.picture(title: file).drawing())
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }
}
