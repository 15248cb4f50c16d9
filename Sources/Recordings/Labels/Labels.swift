public import Commands
import Files
import JSON

/// What a set of sound files means, as a person has written it down: the truth to measure against.
public struct Labels: Sendable {
  /// The meaning of one file.
  public struct Label: Hashable, Sendable {
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
  ///
  /// - Throws: `RecordingError.labels`, with the line where there is one.
  public init(contentsOf path: String) throws(RecordingError) {
    do throws(TextProblem) { labels = try Self.labels(in: path) } catch {
      throw .labels(path: path, reason: (error.line.map { "line \($0): " } ?? "") + error.description)
    }
  }

  private static func labels(in path: String) throws(TextProblem) -> [String: Label] {
    let bytes: [UInt8]
    do throws(InputFile.Problem) { bytes = try InputFile.text(of: path) } catch {
      throw TextProblem(error.description)
    }
    let node: JSONNode
    do throws(JSONError) { node = try JSONNode(parsing: bytes) } catch { throw TextProblem(error) }
    guard case .object(let members) = node.content else { throw node.problem("no object of file names") }
    var labels: [String: Label] = [:]
    for (file, node) in members.sorted(by: { $0.key < $1.key }) { labels[file] = try label(node, of: file) }
    return labels
  }

  private static func label(_ node: JSONNode, of file: String) throws(TextProblem) -> Label {
    guard case .object(let members) = node.content else { throw node.problem("'\(file)' has no object") }
    guard let written = members["intent"] else { throw node.problem("'\(file)' has no 'intent'") }
    guard case .text(let intent) = written.content else {
      throw written.problem("the intent of '\(file)' is not in quotes")
    }
    guard let slots = members["slots"] else { throw node.problem("'\(file)' has no 'slots'") }
    guard case .object(let values) = slots.content else { throw slots.problem("the slots of '\(file)' are no object") }
    var label = Label(intent: intent, slots: [:])
    for (name, node) in values {
      guard let value = SlotValue(node) else {
        throw node.problem("the slot '\(name)' of '\(file)' is no text or number")
      }
      label.slots[name] = value
    }
    return label
  }

  /// The label of a file, found by the last part of its path.
  public subscript(path: String) -> Label? { labels[path.lastPathComponent] }
}
