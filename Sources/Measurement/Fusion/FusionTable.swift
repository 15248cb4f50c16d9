import Batch

/// What ways of fusion came to, cell by cell of conditions and transcripts.
public struct FusionTable: Sendable {
  /// One way in one cell.
  public struct Result: Sendable {
    /// The way's name.
    public var way: String
    /// Of each recording, whether it was understood.
    public var isRight: [Bool]
    /// The computing that all recordings took, on one core.
    public var cost: Duration
    /// The length of all recordings.
    public var seconds: Double

    /// How many were understood.
    public var rate: Proportion { Proportion(count: isRight.count { $0 }, total: isRight.count) }
  }

  /// One condition with one set of transcripts.
  public struct Cell: Sendable {
    /// What the recordings were heard in.
    public var condition: String
    /// The name of the set.
    public var transcripts: String
    /// The results of all ways, in one order everywhere.
    public var results: [Result]
  }

  /// The names of the ways that use one modality only.
  public static let single = (sound: "sound", text: "text")
  /// Below this share of understood recordings a modality counts as degraded.
  public static let degraded = 0.95

  private var cells: [Cell] = []

  /// No cells.
  public init() {}

  /// Adds a cell.
  public mutating func append(_ cell: Cell) { cells.append(cell) }

  /// The table's head, in Markdown.
  ///
  /// - Parameter ways: the names of the ways.
  public static func head(ways: [String]) -> String {
    let cells = ["condition", "transcript"] + ways
    return row(cells) + "\n" + row(cells.map { _ in "---" })
  }

  /// A cell of the comparison as a row of the table: percent and count of each way. A star marks what differs from the
  /// better single modality with p < 0.05.
  public static func row(of cell: Cell) -> String {
    let better = better(of: cell)
    return row(
      [cell.condition, cell.transcripts]
        + cell.results.map { result in
          let isSingle = result.way == single.sound || result.way == single.text
          let star = !isSingle && better.map { PairedTest(result.isRight, $0.isRight).p < 0.05 } ?? false ? " *" : ""
          return "\(DecimalText.fixed(100 * result.rate.value, digits: 1)) (\(result.rate.count))\(star)"
        })
  }

  private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// The result of the better single modality; nil where neither is there.
  private static func better(of cell: Cell) -> Result? {
    cell.results.filter { $0.way == single.sound || $0.way == single.text }.max { $0.rate.count < $1.rate.count }
  }

  private static func isDegraded(_ cell: Cell) -> Bool {
    [single.sound, single.text].allSatisfy { name in
      cell.results.first { $0.way == name }.map { $0.rate.value < degraded } ?? false
    }
  }

  /// For each way that uses both modalities: where it is worse than the better single one, what it gains where both are
  /// degraded, and what it costs beside sound alone.
  public var summary: String {
    let ways = cells.first?.results.map(\.way).filter { $0 != Self.single.sound && $0 != Self.single.text } ?? []
    return ways.map(summary).joined(separator: "\n")
  }

  private func summary(of way: String) -> String {
    var (worse, significantly, gains) = ([String](), 0, [Double]())
    for cell in cells {
      guard let result = cell.results.first(where: { $0.way == way }), let better = Self.better(of: cell) else {
        continue
      }
      let difference = result.rate.value - better.rate.value
      if difference < 0 {
        worse.append("\(cell.condition)/\(cell.transcripts) by \(better.rate.count - result.rate.count)")
        if PairedTest(result.isRight, better.isRight).p < 0.05 { significantly += 1 }
      }
      if Self.isDegraded(cell) { gains.append(100 * difference) }
    }
    let gain = gains.isEmpty ? "no cells" : Self.signed(gains.reduce(0, +) / Double(gains.count)) + " points"
    return """
      \(way): worse than the better single modality in \(worse.count) of \(cells.count) cells\
      \(worse.isEmpty ? "" : " (\(worse.joined(separator: ", "))), significantly in \(significantly)"); \
      where both are below \(Int(Self.degraded * 100)) % (\(gains.count) cells) \(gain) on average; \(cost(of: way))
      """
  }

  private func cost(of way: String) -> String {
    func total(_ name: String) -> (cost: Double, seconds: Double) {
      cells.flatMap(\.results).filter { $0.way == name }.reduce((0, 0)) { sum, result in
        (sum.0 + result.cost / .seconds(1), sum.1 + result.seconds)
      }
    }
    let (own, sound) = (total(way), total(Self.single.sound))
    let perSecond = DecimalText.fixed(own.seconds > 0 ? 1000 * own.cost / own.seconds : 0, digits: 1)
    let more = sound.cost > 0 ? Self.signed(100 * (own.cost / sound.cost - 1)) + " % beside sound alone" : ""
    return "\(perSecond) ms of computing for a second of sound, \(more)"
  }

  private static func signed(_ value: Double) -> String {
    (value < 0 ? "-" : "+") + DecimalText.fixed(abs(value), digits: 1)
  }
}
