import ArgumentParser
import Lexicon
import Recognition
import Scoring

/// Transcripts that join the sound.
struct TranscriptOptions: ParsableArguments {
  enum FusionName: String, CaseIterable, ExpressibleByArgument { case none, late }

  @Option(
    name: .customLong("transcripts"),
    help: ArgumentHelp("A folder of transcripts, or 'beside' for those that lie beside the sound.", valueName: "folder")
  )
  var place: String?

  @Option(name: .customLong("fusion"), help: "How transcripts join the sound.")
  var name = FusionName.late

  @Option(
    name: .customLong("text-weight"),
    help: ArgumentHelp(
      "How much text counts beside sound: 0 for sound alone, inf for text alone.", valueName: "weight",
      visibility: .hidden))
  var weight: Float?

  @Option(
    name: .customLong("text-margin"),
    help: ArgumentHelp("The guard against unrelated text, in nats.", valueName: "margin", visibility: .hidden))
  var margin: Float?

  func validate() throws {
    guard weight ?? 0 >= 0 else { throw ValidationError("--text-weight has to be 0 or more.") }
    guard margin ?? 1 > 0 else { throw ValidationError("--text-margin has to be above 0.") }
  }

  /// Where the transcripts are; nil where none were asked for.
  var folder: TranscriptFolder? { place.map { TranscriptFolder($0 == "beside" ? nil : $0) } }

  /// How transcripts join the sound.
  func fusion(_ lexicon: Lexicon) -> Fusion {
    guard name == .late else { return .none }
    var late = LateFusion(lexicon: lexicon)
    late.weight = weight ?? late.weight
    late.margin = margin ?? late.margin
    return .late(late)
  }
}
