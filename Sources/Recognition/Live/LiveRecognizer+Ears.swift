public import Aligner
public import Commands

extension LiveRecognizer {
  /// A recogniser of these commands that hears with `ears`, whose buffers it shares with other recognisers.
  ///
  /// - Parameters:
  ///   - commands: what may be said, and how it is understood.
  ///   - ears: hear the sound as it comes.
  ///   - secondEars: hear again, before it is told, what seems to be a command where it is overheard, and what is in doubt
  ///     where it is addressed; they need its samples.
  ///   - patience: how long to wait for more.
  ///   - partials: whether to tell what seems to be said while somebody speaks. Without, a segment is encoded a third as
  ///     often, and the end of speech in loud noise is noticed up to half a second later.
  ///   - awake: how long it listens once a name was called, `secondEars` hearing names again; nil where nobody has to call.
  ///   - keepsSound: whether its segments have their samples. Where ears hear sound as it comes, a recogniser that need not
  ///     keep them needs half as much memory.
  public convenience init(
    of commands: CommandSet, ears: Ears, secondEars: SecondEars? = nil, patience: Endpointer.Patience = .default,
    partials: Bool = true, awake: AwakeTime? = nil, keepsSound: Bool = true
  ) {
    var settings = commands.settings
    let spotter = awake.flatMap { _ in commands.wakeGraph }.map { graph in
      WakeSpotter(graph, settings: settings, secondEar: secondEars?.ears?.ear(for: .none))
    }
    // Whoever has called is heard.
    if spotter != nil { settings.mode = .addressed }
    self.init(
      graph: commands.graph, settings: settings, patience: patience, partials: partials,
      keepsSound: keepsSound, ear: ears.ear(for: settings.fusion),
      second: secondEars.map { SecondHearing(graph: commands.graph, settings: settings, ears: $0) }, spotter: spotter,
      awake: awake ?? .utterance)
  }

  /// A recogniser over any source of phone posteriors, as in `Recognizer`.
  public convenience init(
    graph: CommandGraph, settings: Recognizer.Settings = .init(), patience: Endpointer.Patience = .default,
    partials: Bool = true, network: @escaping (Span<Float>) -> HeardSound
  ) {
    self.init(
      graph: graph, settings: settings, patience: patience, partials: partials, keepsSound: true,
      ear: WholeEar(givesRoom: false, network: network))
  }
}
