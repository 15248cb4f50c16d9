/// Which of the frames that a network says are of use: those of a recording, and of the room around it what is in reach.
struct WantedFrames {
  /// How many are still to come that are of no use.
  private var useless = 0
  private var lead = 0
  private var count = 0
  private var end = Int.max

  /// All of them.
  init() {}

  /// Those after the room that a recording is given that begins so.
  init(_ edges: CutEdges) {
    lead = min(edges.before(), CutEdges.reach)
    useless = edges.before() - lead
  }

  /// The recording has so many samples, and such edges; what comes after them is room.
  mutating func end(after samples: Int, _ edges: CutEdges) {
    end = lead + CutEdges.frameCount(samples: samples) + min(edges.after, CutEdges.reach)
  }

  /// Whether the next frame is of use.
  mutating func takes() -> Bool {
    if useless > 0 {
      useless -= 1
      return false
    }
    count += 1
    return count <= end
  }
}
