import Aligner
import ArgumentParser
import Files
import Lexicon

/// `attune posteriors`: what the network hears, for comparison with the model in PyTorch.
struct Posteriors: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes what the network hears in a sound file, as JSON.",
    discussion: """
      An object of three keys: "frameSeconds", the time between frames; "columns", the name of the blank and of the \
      phones; "logProbabilities", a row of natural logarithms for every frame. The file is encoded in one piece, so it \
      may not be longer than 30 s.
      """)

  @Argument(help: "A sound file.")
  var file: String

  func run() throws {
    do {
      let samples = try HeardFile.samples(of: file, limit: 30)
      var workspace = AcousticModel.Workspace()
      let posteriors = try AcousticModel().posteriors(of: samples.span, using: &workspace)
      let columns = (["blank"] + Phone.all.map(\.description)).map { "\"\($0)\"" }.joined(separator: ", ")
      try StandardOutput.line(
        "{\"frameSeconds\": \(PhonePosteriors.frameDuration), \"columns\": [\(columns)], \"logProbabilities\": ["
      )
      let values = posteriors.logProbabilities
      for frame in 0..<posteriors.frameCount {
        let row = values[frame * PhonePosteriors.columns..<(frame + 1) * PhonePosteriors.columns]
        let end = frame + 1 == posteriors.frameCount ? "" : ","
        try StandardOutput.line("[" + row.map { "\($0)" }.joined(separator: ", ") + "]" + end)
      }
      try StandardOutput.line("]}")
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }
}
