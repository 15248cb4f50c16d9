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
  mutating func admitLeadIn(_ scratch: inout DecoderScratch) {
    guard leadIn > score(of: graph.start, scratch) else { return }
    let place = activate(graph.start, &scratch)
    (activeStates[place].score, activeStates[place].trace) = (leadIn, Trace())
  }

  /// b[s]: -infinity where the state has no token.
  func score(of state: Int, _ scratch: borrowing DecoderScratch) -> Float {
    let place = scratch.statePlace[state]
    return place < 0 ? -.infinity : activeStates[Int(place)].score
  }

  /// Drops the tokens below the threshold and shows the others to the states they arrive at.
  mutating func arrive(_ scratch: inout DecoderScratch) {
    pruneStates(&scratch)
    var kept = 0
    for index in activeArcs.indices {
      let token = activeArcs[index]
      guard token.score > threshold else {
        scratch.arcPlace[Int(token.arc)] = -1
        continue
      }
      if kept < index {
        activeArcs[kept] = token
        scratch.arcPlace[Int(token.arc)] = Int32(kept)
      }
      propose(Int32(kept), &scratch)
      kept += 1
    }
    activeArcs.removeLast(activeArcs.count - kept)
  }

  private mutating func pruneStates(_ scratch: inout DecoderScratch) {
    var kept = 0
    scratch.departures.removeAll(keepingCapacity: true)
    for index in activeStates.indices {
      let token = activeStates[index]
      guard token.score > threshold else {
        scratch.statePlace[Int(token.state)] = -1
        continue
      }
      if kept < index {
        activeStates[kept] = token
        scratch.statePlace[Int(token.state)] = Int32(kept)
      }
      scratch.departures.append(DecoderScratch.Departure())
      kept += 1
    }
    activeStates.removeLast(activeStates.count - kept)
  }

  /// Where a state's token is, which it gets where it has none.
  @discardableResult
  mutating func activate(_ state: Int, _ scratch: inout DecoderScratch) -> Int {
    let place = scratch.statePlace[state]
    if place >= 0 { return Int(place) }
    scratch.statePlace[state] = Int32(activeStates.count)
    activeStates.append(StateToken(state: Int32(state), score: -.infinity, trace: Trace()))
    scratch.departures.append(DecoderScratch.Departure())
    return activeStates.count - 1
  }

  /// Keeps the best arrival at a state, and the best whose phone is not the best one's.
  private mutating func propose(_ arrival: Int32, _ scratch: inout DecoderScratch) {
    let token = activeArcs[Int(arrival)]
    let arc = graph.arcs[Int(token.arc)]
    let place = activate(Int(arc.target), &scratch)
    let (first, second) = (scratch.departures[place].firstArrival, scratch.departures[place].secondArrival)
    guard first >= 0 else {
      scratch.departures[place].firstArrival = arrival
      return
    }
    let best = activeArcs[Int(first)]
    let isOther = arc.phone != graph.arcs[Int(best.arc)].phone
    if token.score > best.score {
      scratch.departures[place].firstArrival = arrival
      if isOther { scratch.departures[place].secondArrival = first }
    } else if isOther, second < 0 || token.score > activeArcs[Int(second)].score {
      scratch.departures[place].secondArrival = arrival
    }
  }

  /// Chooses, for each state, the token that leaves it, and the one that leaves it for the phone just arrived with.
  mutating func depart(_ scratch: inout DecoderScratch) {
    for place in activeStates.indices {
      let (score, trace) = (activeStates[place].score, activeStates[place].trace)
      var departure = scratch.departures[place]
      departure.repeatScore = score
      departure.repeatTrace = trace
      let (first, second) = (Int(departure.firstArrival), Int(departure.secondArrival))
      if first >= 0, activeArcs[first].score > score {
        if second >= 0, activeArcs[second].score > score {
          departure.repeatScore = activeArcs[second].score
          departure.repeatTrace = leave(activeArcs[second])
        }
        activeStates[place].score = activeArcs[first].score
        activeStates[place].trace = leave(activeArcs[first])
        departure.arrivedColumn = graph.arcs[Int(activeArcs[first].arc)].phone.rawValue
      }
      scratch.departures[place] = departure
    }
  }

  /// What a token remembers once it has passed its arc: at a word's last phone, the word.
  private mutating func leave(_ token: ArcToken) -> Trace {
    let output = graph.arcs[Int(token.arc)].output
    guard output >= 0 else { return token.trace }
    let word = token.trace.word(output: output, end: frameCount, exit: token.score)
    return Trace(record: history.append(word))
  }

  /// Moves the tokens on: within their arcs, into the arcs that leave a state, and into the blanks.
  mutating func enter(_ frame: Span<Float>, peak: Float, _ scratch: inout DecoderScratch) {
    best = -.infinity
    for place in activeArcs.indices {
      let arc = graph.arcs[Int(activeArcs[place].arc)]
      // The arcs of active states are next; here are those whose token can only stay.
      guard scratch.statePlace[Int(arc.source)] < 0 else { continue }
      activeArcs[place].score += frame[Int(arc.phone.rawValue)] - peak
      best = max(best, activeArcs[place].score)
    }
    for place in activeStates.indices {
      let (token, departure) = (activeStates[place], scratch.departures[place])
      let state = Int(token.state)
      for arc in Int(graph.firstArc[state])..<Int(graph.firstArc[state + 1]) {
        enter(arc, from: token, departure, frame, peak: peak, &scratch)
      }
      activeStates[place].score += frame[0] - peak
      best = max(best, activeStates[place].score)
    }
  }

  private mutating func enter(
    _ index: Int, from token: StateToken, _ departure: DecoderScratch.Departure, _ frame: Span<Float>, peak: Float,
    _ scratch: inout DecoderScratch
  ) {
    let arc = graph.arcs[index]
    let repeats = arc.phone.rawValue == departure.arrivedColumn
    let source = repeats ? departure.repeatScore : token.score
    let place = Int(scratch.arcPlace[index])
    let stay = place < 0 ? -.infinity : activeArcs[place].score
    let score = max(stay, source + arc.weight) + (frame[Int(arc.phone.rawValue)] - peak)
    // `best` only grows, so what falls below the beam here would be dropped with the next frame.
    guard score > best - settings.beam else {
      if place >= 0 { activeArcs[place].score = score }
      return
    }
    best = max(best, score)
    if source + arc.weight > stay {
      let trace = (repeats ? departure.repeatTrace : token.trace).entering(arc, frame: frameCount, score: source)
      guard place >= 0 else {
        scratch.arcPlace[index] = Int32(activeArcs.count)
        activeArcs.append(ArcToken(arc: Int32(index), score: score, trace: trace))
        return
      }
      activeArcs[place].trace = trace
    }
    if place >= 0 { activeArcs[place].score = score }
  }
}
