import Synchronization

/// What a search has computed of a graph, for all copies of the graph and all who search it: once, not for each stream.
public final class GraphNotes: Sendable {
  private let note = Mutex<(any AnyObject & Sendable)?>(nil)

  init() {}

  /// What was computed before, or else is now; there is one note, of one type.
  ///
  /// - Parameter make: computes it. Others who ask meanwhile wait.
  public func note<Note: AnyObject & Sendable>(_ make: () -> Note) -> Note {
    note.withLock { note in
      if let known = note as? Note { return known }
      let new = make()
      if note == nil { note = new }
      return new
    }
  }
}
