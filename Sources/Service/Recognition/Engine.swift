public import Aligner
public import Recognition
import Synchronization

/// What all clients share: the model, the commands, and the threads that recognise.
public final class Engine: Sendable {
  let model: AcousticModel
  let library: CommandLibrary
  let pool: RecognitionPool
  let metrics: ServerMetrics
  let patience: Endpointer.Patience

  /// - Parameters:
  ///   - model: the network.
  ///   - library: the commands.
  ///   - patience: how long to wait for more after a silence, where a client does not say.
  ///   - threads: how many recognise.
  public init(
    model: AcousticModel, library: CommandLibrary, patience: Endpointer.Patience = .default, threads: Int
  ) {
    self.patience = patience
    self.model = model
    self.library = library
    pool = RecognitionPool(threads: threads)
    metrics = ServerMetrics()
  }

  deinit { pool.stop() }

  /// What a text means.
  func read(_ tokens: [TranscriptToken]) throws -> RecognitionResult {
    let set = library.current
    var recognizer = TextRecognizer(graph: set.graph, lexicon: set.lexicon, threshold: set.settings.threshold)
    return try recognizer.recognize(tokens)
  }
}
