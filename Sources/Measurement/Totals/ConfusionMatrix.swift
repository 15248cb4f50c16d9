/// How often what was meant was taken for what.
public struct ConfusionMatrix: Hashable, Sendable {
  /// What was meant, or understood.
  public enum Meaning: Hashable, Sendable {
    /// A command, by its intent.
    case intent(String)
    /// No command.
    case nothing
    /// The file could not be read or recognised.
    case error
  }

  private struct Cell: Hashable {
    var meant: Meaning
    var heard: Meaning
  }

  private var counts: [Cell: Int] = [:]

  /// Nothing counted.
  public init() {}

  /// Counts a recording.
  public mutating func add(meant: Meaning, heard: Meaning) { counts[Cell(meant: meant, heard: heard), default: 0] += 1 }

  /// How often this was taken for that.
  public subscript(meant: Meaning, heard: Meaning) -> Int { counts[Cell(meant: meant, heard: heard)] ?? 0 }

  /// What was meant, by name.
  public var rows: [Meaning] { Set(counts.keys.map(\.meant)).sorted() }
  /// What was meant or understood, by name.
  public var columns: [Meaning] { Set(counts.keys.flatMap { [$0.meant, $0.heard] }).sorted() }
}

extension ConfusionMatrix.Meaning: Comparable, CustomStringConvertible {
  /// Intents by name, then nothing, then what could not be read.
  public static func < (first: Self, second: Self) -> Bool {
    switch (first, second) {
    case (.intent(let first), .intent(let second)): first < second
    default: first.rank < second.rank
    }
  }

  private var rank: Int {
    switch self {
    case .intent: 0
    case .nothing: 1
    case .error: 2
    }
  }

  /// The intent's name, or a word in brackets.
  public var description: String {
    switch self {
    case .intent(let name): name
    case .nothing: "(nothing)"
    case .error: "(error)"
    }
  }
}
