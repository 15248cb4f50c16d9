public import Recognition
import Synchronization

/// Whoever keeps the commands that are in force: a console of its own, or a server that has one.
public protocol CommandKeeper: Sendable {
  /// The commands, and how often they were exchanged.
  var inForce: (set: CommandSet, generation: Int) { get }

  /// Puts the commands of the files in force, which were written.
  ///
  /// - Parameter set: what they say.
  /// - Throws: what is wrong with them; the old commands stay in force then.
  func exchange(_ set: CommandSet) throws
}

/// The commands of a console that is alone.
final class OwnCommands: CommandKeeper {
  private let current: Mutex<(set: CommandSet, generation: Int)>

  init(_ set: CommandSet) { current = Mutex((set, 0)) }

  var inForce: (set: CommandSet, generation: Int) { current.withLock { $0 } }

  func exchange(_ set: CommandSet) { current.withLock { $0 = (set, $0.generation + 1) } }
}
