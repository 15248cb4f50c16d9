import Aligner
import Lexicon
public import Recognition

/// What all clients share: the network, the commands, and the threads that recognise.
public final class Engine: Sendable {
  /// Makes a recogniser of live sound.
  typealias MakeRecognizer = @Sendable (CommandSet, ClientRecognizer.Settings) -> LiveRecognizer

  let library: CommandLibrary
  let patience: Endpointer.Patience
  let pool: RecognitionPool
  let metrics = ServerMetrics()
  let memory = MemoryReturn()
  private let make: MakeRecognizer
  private let answered: (@Sendable (Answer) -> Void)?

  /// - Parameters:
  ///   - ears: what hears.
  ///   - secondEars: what hears once more in this mode; nil where nothing is heard twice.
  ///   - library: the commands.
  ///   - patience: how long to wait for more after a silence, where a client does not say.
  ///   - threads: how many recognise.
  ///   - answered: is told, on one of these, what each client was told; nil where nobody watches.
  public convenience init(
    ears: Ears, secondEars: @escaping @Sendable (HearingMode) -> SecondEars? = { _ in nil }, library: CommandLibrary,
    patience: Endpointer.Patience = .default, threads: Int, answered: (@Sendable (Answer) -> Void)? = nil
  ) {
    self.init(library: library, patience: patience, threads: threads, answered: answered) { commands, settings in
      LiveRecognizer(
        of: commands, ears: ears, secondEars: secondEars(settings.mode),
        patience: settings.patience, partials: settings.partials, awake: settings.awake,
        keepsSound: settings.keepsSound)
    }
  }

  /// - Parameter make: makes the recognisers.
  init(
    library: CommandLibrary, patience: Endpointer.Patience, threads: Int, answered: (@Sendable (Answer) -> Void)? = nil,
    make: @escaping MakeRecognizer
  ) {
    self.library = library
    self.answered = answered
    self.patience = patience
    self.make = make
    pool = RecognitionPool(threads: threads)
  }

  deinit { pool.stop() }

  /// Ends the recognition of everything, and waits until that has happened: a process that ends while a network is at work
  /// takes its memory away under it.
  public func stop() { pool.stopAndWait() }

  /// Tells whoever watches what a client is told.
  func tell(_ answer: @autoclosure () -> Answer) { answered?(answer()) }

  /// A recogniser of live sound for the commands in force, and how often these have been exchanged.
  func recognizer(_ settings: ClientRecognizer.Settings) -> (recognizer: LiveRecognizer, generation: Int) {
    var (commands, generation) = library.versioned
    commands.settings.mode = settings.mode
    return (make(commands, settings), generation)
  }

  /// What a text means: a result for each of its commands, at least one.
  ///
  /// - Throws: `LexiconError.tooLong`, or `.corrupt`.
  func read(
    _ tokens: [TranscriptToken], as kind: TextKind, until isCancelled: @escaping Cancellation
  ) throws(LexiconError) -> [RecognitionResult] {
    let recognizer = TextRecognizer(of: library.current)
    recognizer.isCancelled = isCancelled
    return try recognizer.recognize(tokens, as: kind)
  }
}
