public import Recognition
import Synchronization

/// The commands in force, which can be exchanged while clients are served.
public final class CommandLibrary: Sendable {
  private struct State {
    var set: CommandSet
    var generation = 0
  }

  private let state: Mutex<State>
  private let load: @Sendable () throws -> CommandSet

  /// Loads the commands for the first time.
  ///
  /// - Parameter load: reads and compiles the command files.
  public init(load: @escaping @Sendable () throws -> CommandSet) throws {
    self.load = load
    state = Mutex(State(set: try load()))
  }

  /// Loads the commands anew. What was in force stays so where that fails.
  public func reload() throws {
    let set = try load()
    state.withLock { state in
      state.set = set
      state.generation += 1
    }
  }

  /// The commands in force.
  public var current: CommandSet { state.withLock(\.set) }

  /// The commands in force, and how often they have been exchanged.
  public var versioned: (set: CommandSet, generation: Int) { state.withLock { ($0.set, $0.generation) } }

  /// How often the commands have been exchanged.
  var generation: Int { state.withLock(\.generation) }
}
