import Recognition

/// The work that waits for one stream. What was asked goes before sound: an answer should not wait for what was said after the
/// question.
struct WorkInbox {
  /// The most bytes of sound that wait, whatever its format.
  private static let mostBytes = 4 << 20

  private var questions = Queue<WorkItem>()
  private var sound = Queue<WorkItem>()
  private(set) var seconds = 0.0
  private(set) var bytes = 0
  /// Whether the stream is in the pool's queue, or at work.
  var isScheduled = false

  var isEmpty: Bool { questions.isEmpty && sound.isEmpty }

  /// Whether another portion may wait.
  func hasRoom(for portion: SoundPortion, limit: Double) -> Bool {
    sound.isEmpty || (seconds + portion.seconds <= limit && bytes + portion.byteCount <= Self.mostBytes)
  }

  mutating func append(_ work: WorkItem) {
    switch work {
    case .hear(let portion):
      seconds += portion.seconds
      bytes += portion.byteCount
      sound.append(work)
    case .begin, .gap, .end: sound.append(work)
    case .understand, .read: questions.append(work)
    case .drop:
      sound.removeAll()
      (seconds, bytes) = (0, 0)
      sound.append(work)
    }
  }

  mutating func removeAll() {
    questions.removeAll()
    sound.removeAll()
    (seconds, bytes) = (0, 0)
  }

  mutating func next() -> WorkItem? {
    guard let work = questions.popFirst() ?? sound.popFirst() else { return nil }
    if case .hear(let portion) = work {
      seconds = sound.isEmpty ? 0 : seconds - portion.seconds
      bytes -= portion.byteCount
    }
    return work
  }
}
