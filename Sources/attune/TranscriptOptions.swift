import Aligner
import ArgumentParser
import Batch
import Lexicon
import Recognition
import Recordings

/// Transcripts that join the sound.
struct TranscriptOptions: ParsableArguments {
  @Option(
    name: .customLong("transcripts"),
    help: ArgumentHelp("A folder of transcripts, or 'beside' for those that lie beside the sound.", valueName: "folder")
  )
  var place: String?

  @Option(
    name: .customLong("fusion"),
    help: """
      How transcripts join the sound: 'late' adds up what each says of a command; the others fuse what was heard with the \
      transcript, by a network, before commands are looked for.
      """)
  var name = FusionName.late

  @Option(
    name: .customLong("sound-share"),
    help: ArgumentHelp(
      "With --fusion weighted, the sound's share of the mean, 0 to 1. (default: as learned)", valueName: "share"))
  var share: Float?

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

  @Option(
    name: .customLong("fused-weight"),
    help: ArgumentHelp("How much fused sound counts.", valueName: "weight", visibility: .hidden))
  var fusedWeight: Float?

  @Option(
    name: .customLong("sound-weight"),
    help: ArgumentHelp(
      "How much sound by itself counts beside fused sound.", valueName: "weight", visibility: .hidden))
  var soundWeight: Float?

  func validate() throws {
    guard share == nil || name.strategy == .weighted(share: nil) else {
      throw ValidationError("--sound-share goes with --fusion weighted only.")
    }
    guard (0...1).contains(share ?? 0) else { throw ValidationError("--sound-share has to be between 0 and 1.") }
    for (option, value) in [("--fused-weight", fusedWeight), ("--sound-weight", soundWeight)] {
      guard let value else { continue }
      guard name.strategy != nil else {
        throw ValidationError("\(option) goes with a --fusion that is neither none nor late.")
      }
      guard value >= 0, value.isFinite else { throw ValidationError("\(option) has to be a number from 0 on.") }
    }
    guard weight ?? 0 >= 0 else { throw ValidationError("--text-weight has to be 0 or more.") }
    guard margin ?? 1 > 0 else { throw ValidationError("--text-margin has to be above 0.") }
  }

  /// Where the transcripts are; nil where none were asked for.
  var folder: TranscriptFolder? { place.map { TranscriptFolder($0 == "beside" ? nil : $0) } }

  /// How transcripts join the sound.
  ///
  /// - Throws: `SafeTensorsError` where the network that fuses cannot be loaded.
  func fusion(_ lexicon: Lexicon) throws -> Fusion {
    guard name != .none else { return .none }
    guard var strategy = name.strategy else {
      var late = LateFusion(lexicon: lexicon)
      late.weight = weight ?? late.weight
      late.margin = margin ?? late.margin
      return .late(late)
    }
    strategy.share = share
    var neural = NeuralFusion(strategy, aligner: try CrossModalAligner(), lexicon: lexicon)
    neural.textWeight = weight ?? neural.textWeight
    neural.fusedWeight = fusedWeight ?? neural.fusedWeight
    neural.soundWeight = soundWeight ?? neural.soundWeight
    neural.margin = margin ?? neural.margin
    return .neural(neural)
  }

  /// Adds what decides the results.
  func describe(in settings: inout RunSettings) throws {
    if let place { settings.add("transcripts", place) }
    settings.add("fusion", name.rawValue)
    for (name, value) in [
      ("sound share", share), ("text weight", weight), ("text margin", margin), ("fused weight", fusedWeight),
      ("sound weight", soundWeight),
    ] {
      if let value { settings.add(name, "\(value)") }
    }
    if name.strategy != nil { try settings.add("fusion model", contentsOf: CrossModalAligner.path()) }
  }
}
