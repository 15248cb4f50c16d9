import Aligner
import Commands
import Lexicon

/// The parts of one frame, in the order in which `push(frame:)` calls them.
extension CommandDecoder {
  /// The most probable column of a frame; the lowest of several.
  struct Peak {
    var column = 0
    var logProbability = -Float.infinity

    init(of frame: Span<Float>) {
      for index in 0..<frame.count where frame[index] > logProbability {
        column = index
        logProbability = frame[index]
      }
      // A frame in which nothing is possible would make every difference to it undefined.
      if !logProbability.isFinite { logProbability = 0 }
    }
  }

  /// Lets a sentence begin after whatever the filler has taken in so far.
  mutating func admitLeadIn() {
    guard leadIn > blankScore[graph.start] else { return }
    blankScore[graph.start] = leadIn
    blankTrace[graph.start] = Trace()
    activate(graph.start)
  }

  /// Drops the tokens below the threshold and shows the others to the states they arrive at.
  mutating func arrive() {
    pruneStates()
    var kept = 0
    for index in activeArcs.indices {
      let arc = activeArcs[index]
      guard arcScore[Int(arc)] > threshold else {
        arcScore[Int(arc)] = -.infinity
        continue
      }
      activeArcs[kept] = arc
      kept += 1
      propose(arc, to: Int(graph.arcs[Int(arc)].target))
    }
    activeArcs.removeLast(activeArcs.count - kept)
  }

  private mutating func pruneStates() {
    var kept = 0
    for index in activeStates.indices {
      let state = activeStates[index]
      if blankScore[Int(state)] > threshold {
        activeStates[kept] = state
        kept += 1
      } else {
        blankScore[Int(state)] = -.infinity
        isActive[Int(state)] = false
      }
    }
    activeStates.removeLast(activeStates.count - kept)
  }

  mutating func activate(_ state: Int) {
    guard !isActive[state] else { return }
    isActive[state] = true
    activeStates.append(Int32(state))
  }

  /// Keeps the best arrival at a state, and the best whose phone is not the best one's.
  private mutating func propose(_ arc: Int32, to state: Int) {
    activate(state)
    let (first, second) = (firstArrival[state], secondArrival[state])
    guard first >= 0 else {
      firstArrival[state] = arc
      return
    }
    let isOther = graph.arcs[Int(arc)].phone != graph.arcs[Int(first)].phone
    if arcScore[Int(arc)] > arcScore[Int(first)] {
      firstArrival[state] = arc
      if isOther { secondArrival[state] = first }
    } else if isOther, second < 0 || arcScore[Int(arc)] > arcScore[Int(second)] {
      secondArrival[state] = arc
    }
  }

  /// Chooses, for each state, the token that leaves it, and the one that leaves it for the phone just arrived with.
  mutating func depart() {
    for index in activeStates.indices {
      let state = Int(activeStates[index])
      let (first, second) = (firstArrival[state], secondArrival[state])
      (firstArrival[state], secondArrival[state]) = (-1, -1)
      repeatScore[state] = blankScore[state]
      repeatTrace[state] = blankTrace[state]
      arrivedColumn[state] = 0
      guard first >= 0, arcScore[Int(first)] > blankScore[state] else { continue }
      if second >= 0, arcScore[Int(second)] > blankScore[state] {
        repeatScore[state] = arcScore[Int(second)]
        repeatTrace[state] = leave(Int(second))
      }
      blankScore[state] = arcScore[Int(first)]
      blankTrace[state] = leave(Int(first))
      arrivedColumn[state] = graph.arcs[Int(first)].phone.rawValue
    }
  }

  /// What a token remembers once it has passed an arc: at a word's last phone, the word.
  private mutating func leave(_ arc: Int) -> Trace {
    let trace = arcTrace[arc]
    let output = graph.arcs[arc].output
    guard output >= 0 else { return trace }
    let word = trace.word(output: output, end: frameCount, exit: arcScore[arc])
    return Trace(record: history.append(word))
  }

  /// Moves the tokens on: within their arcs, into the arcs that leave a state, and into the blanks.
  mutating func enter(_ frame: Span<Float>, peak: Float) {
    best = -.infinity
    for index in activeArcs.indices {
      let arc = Int(activeArcs[index])
      // The arcs of active states are next; here are those whose token can only stay.
      guard !isActive[Int(graph.arcs[arc].source)] else { continue }
      arcScore[arc] += frame[Int(graph.arcs[arc].phone.rawValue)] - peak
      best = max(best, arcScore[arc])
    }
    for index in activeStates.indices {
      let state = Int(activeStates[index])
      for arc in Int(graph.firstArc[state])..<Int(graph.firstArc[state + 1]) {
        enter(arc, from: state, frame, peak: peak)
      }
      blankScore[state] += frame[0] - peak
      best = max(best, blankScore[state])
    }
  }

  private mutating func enter(_ index: Int, from state: Int, _ frame: Span<Float>, peak: Float) {
    let arc = graph.arcs[index]
    let repeats = arc.phone.rawValue == arrivedColumn[state]
    let source = repeats ? repeatScore[state] : blankScore[state]
    let stay = arcScore[index]
    let score = max(stay, source + arc.weight) + (frame[Int(arc.phone.rawValue)] - peak)
    // `best` only grows, so what falls below the beam here would be dropped with the next frame.
    guard score > best - settings.beam else {
      if stay > -.infinity { arcScore[index] = score }
      return
    }
    if source + arc.weight > stay {
      let trace = repeats ? repeatTrace[state] : blankTrace[state]
      arcTrace[index] = trace.entering(arc, frame: frameCount, score: source)
      if stay == -.infinity { activeArcs.append(Int32(index)) }
    }
    arcScore[index] = score
    best = max(best, score)
  }
}
