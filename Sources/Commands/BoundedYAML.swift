import Foundation
public import Yams

/// YAML from outside: read with bounds on its size, its depth, and on what its aliases stand for.
public enum BoundedYAML {
  /// More than is read.
  public struct TooLarge: Error, Hashable, Sendable {
    /// What there is too much of.
    public var what: String
    /// The most there may be.
    public var limit: Int
    /// Where, from 1.
    public var (line, column): (Int, Int)
  }

  /// The most bytes of a file.
  public static let bytes = 8 << 20
  /// The most sequences and mappings inside one another.
  private static let depth = 64
  /// The most scalars, sequences and mappings, counted wherever an alias stands for them.
  private static let values = 1_000_000
  /// The most characters of all scalars, counted in the same way.
  private static let characters = 32 << 20
  /// The parser calls itself for what is nested, 1,000 levels deep at most.
  private static let stackSize = 16 << 20

  /// The first document of a text; nil where there is none.
  ///
  /// - Throws: `TooLarge`, or Yams' own errors.
  public static func compose(_ text: String) throws -> Node? {
    guard text.utf8.count <= bytes else { throw TooLarge(what: "bytes", limit: bytes, line: 1, column: 1) }
    if let line = lineOfAliasedKey(in: text) {
      throw TooLarge(what: "keys that are no words, in a file with aliases", limit: 0, line: line, column: 1)
    }
    let work = Work(text: text)
    let thread = Thread { work.run() }
    thread.stackSize = stackSize
    thread.start()
    return try work.result()
  }

  /// A text without the byte order mark with which some editors begin a file.
  public static func withoutByteOrderMark(_ text: String) -> String {
    text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// Why bytes are not UTF-8, for people.
  public static func encodingProblem(of bytes: some Collection<UInt8>) -> String {
    let start = Array(bytes.prefix(4))
    let isWide = start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) || start.prefix(2).contains(0)
    return isWide ? "it is UTF-16 or UTF-32; save it as UTF-8" : "it is not UTF-8"
  }

  /// The parser compares keys as it reads them, and a key that is made of aliases of aliases is compared for ever. So keys
  /// that are collections or aliases are refused where there are aliases.
  ///
  /// What is inside quotes or comments may be taken for one; a file with `&a`, `*a` and, say, `]:` is rare enough.
  private static func lineOfAliasedKey(in text: String) -> Int? {
    var (hasAnchor, hasAlias, line) = (false, false, 1)
    var suspect: Int?
    var before: UInt8 = 0x0A
    var isAlias = false
    for byte in text.utf8 {
      let beginsToken = before <= 0x20 || "[{,:-?".utf8.contains(before)
      switch byte {
      case UInt8(ascii: "&") where beginsToken: hasAnchor = true
      case UInt8(ascii: "*") where beginsToken: (hasAlias, isAlias) = (true, true)
      case UInt8(ascii: "?") where beginsToken: suspect = suspect ?? line
      case UInt8(ascii: ":") where isAlias || "]}".utf8.contains(before): suspect = suspect ?? line
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): isAlias = false
      case 0x0A: (line, isAlias) = (line + 1, false)
      default: break
      }
      // Blanks may stand between a key and its colon.
      if byte != 0x20 || !"]}".utf8.contains(before) { before = byte }
    }
    return hasAnchor && hasAlias ? suspect : nil
  }

  /// Checks a node; what is too deep is let go of here, on a stack that is large enough.
  fileprivate static func checked(_ node: Node) throws -> Node {
    var rest = Budget(values: values, characters: characters)
    try rest.spend(on: node, depth: 0)
    return node
  }

  private struct Budget {
    var values: Int
    var characters: Int

    mutating func spend(on node: Node, depth: Int) throws {
      values -= 1
      guard values >= 0 else { throw error("values", BoundedYAML.values, node) }
      guard depth <= BoundedYAML.depth else { throw error("levels of nesting", BoundedYAML.depth, node) }
      switch node {
      case .scalar(let scalar):
        characters -= scalar.string.utf8.count
        guard characters >= 0 else { throw error("characters", BoundedYAML.characters, node) }
      case .sequence(let sequence): for node in sequence { try spend(on: node, depth: depth + 1) }
      case .mapping(let mapping):
        for (key, value) in mapping {
          try spend(on: key, depth: depth + 1)
          try spend(on: value, depth: depth + 1)
        }
      case .alias: break
      }
    }

    private func error(_ what: String, _ limit: Int, _ node: Node) -> TooLarge {
      TooLarge(what: what, limit: limit, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
  }
}

/// One text on its way through the parser's thread.
///
/// Sendable because `outcome` is written before `done` is signalled and read after it.
private final class Work: @unchecked Sendable {
  private let text: String
  private let done = DispatchSemaphore(value: 0)
  private var outcome: Result<Node?, any Error> = .success(nil)

  init(text: String) { self.text = text }

  func run() {
    outcome = Result { try Yams.compose(yaml: text, .basic).map(BoundedYAML.checked) }
    done.signal()
  }

  func result() throws -> Node? {
    done.wait()
    return try outcome.get()
  }
}
