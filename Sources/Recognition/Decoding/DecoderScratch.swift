/// What a `CommandDecoder` needs while it takes frames in, sized by the graph; between portions of frames it needs none.
///
/// Whoever gives it back leaves every place at -1.
struct DecoderScratch: ~Copyable {
  /// How a token that leaves a state came there, for one frame.
  struct Departure {
    /// The places in `activeArcs` of the best arriving arc and of the best with another phone, or -1.
    var (firstArrival, secondArrival): (Int32, Int32) = (-1, -1)
    /// The best token that leaves for a phone that equals the one just arrived with.
    var repeatScore = -Float.infinity
    var repeatTrace = Trace()
    /// The column of the phone that the token arrived with; 0 where it comes from a blank.
    var arrivedColumn: UInt8 = 0
  }

  /// The place of each arc in `activeArcs`, or -1.
  var arcPlace: [Int32]
  /// The place of each state in `activeStates`, or -1.
  var statePlace: [Int32]
  /// One for each of `activeStates`.
  var departures: [Departure] = []
  /// How many tokens lie how far below the best one.
  var histogram = [Int](repeating: 0, count: CommandDecoder.histogramBins)

  init(arcs: Int, states: Int) {
    arcPlace = Array(repeating: -1, count: arcs)
    statePlace = Array(repeating: -1, count: states)
  }
}
