public import Commands
import FoundationEssentials

/// What a set of sound files means, as a person has written it down: the truth to measure against.
public struct Labels: Sendable {
  /// The meaning of one file.
  public struct Label: Hashable, Sendable, Decodable {
    /// What is meant.
    public var intent: String
    /// The slots that have to be right.
    public var slots: [String: SlotValue]
  }

  /// The labels by file name, without folders.
  public let labels: [String: Label]

  /// Labels by file name.
  public init(_ labels: [String: Label]) { self.labels = labels }

  /// Reads the format of the speech-to-intent benchmark: `{"a.flac": {"intent": name, "slots": {name: value}}}`.
  public init(contentsOf path: String) throws(ScoringError) {
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      labels = try JSONDecoder().decode([String: Label].self, from: data)
    } catch {
      throw .labels(path: path, reason: "\(error)")
    }
  }

  /// The label of a file, found by the last part of its path.
  public subscript(path: String) -> Label? { labels[path.lastPathComponent] }
}
