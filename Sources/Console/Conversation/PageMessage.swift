import JSON

/// What a page asks for in text.
enum PageMessage: Hashable {
  /// The first message of all, with a token where one is asked for.
  case hello(token: String?)
  /// Understand a sentence.
  case text(String)
  /// Sound follows until `stop`: bytes of 16-bit samples, one channel.
  case listen(rate: Int, isOpen: Bool, transcript: String)
  /// No more sound.
  case stop
  /// A sound file of so many bytes follows.
  case file(name: String, size: Int, transcript: String)
  /// Something about the command files, or about an utterance.
  case task(PageTask)

  /// Reads a message.
  ///
  /// - Throws: `PageProblem` for what is none.
  init(_ bytes: [UInt8]) throws(PageProblem) {
    let node: JSONNode
    do throws(JSONError) { node = try JSONNode(parsing: bytes) } catch { throw PageProblem("no JSON: \(error)") }
    guard case .object(let members) = node.content else { throw PageProblem("no object") }
    let fields = Fields(members: members)
    switch try fields.text("type", limit: 20) {
    case "hello": self = .hello(token: try fields.optionalText("token", limit: ConsoleToken.longest))
    case "text": self = .text(try fields.text("text", limit: PageLimits.sentence))
    case "listen":
      self = .listen(
        rate: try fields.integer("rate", in: PageLimits.rates), isOpen: try fields.bool("open"),
        transcript: try fields.optionalText("transcript", limit: PageLimits.sentence) ?? "")
    case "stop": self = .stop
    case "file":
      self = .file(
        name: try fields.text("name", limit: PageLimits.name),
        size: try fields.integer("size", in: 1...PageLimits.file),
        transcript: try fields.optionalText("transcript", limit: PageLimits.sentence) ?? "")
    case let type: self = .task(try PageTask(type, fields))
    }
  }
}

/// What is done beside the sound, one after the other.
enum PageTask: Hashable {
  /// Say what a command file has.
  case open(file: Int)
  /// Check a text in the place of a file. Of several that wait, only the last one is worked on.
  case check(number: Int, file: Int, text: String, expects: Bool)
  /// Write a file, if it is still what the page has seen.
  case save(file: Int, text: String, version: Int)
  /// Show what an utterance sounded like.
  case see(id: Int)
  /// An utterance was understood rightly, or it meant something else.
  case judge(id: Int, isRight: Bool, meant: String)

  fileprivate init(_ type: String, _ fields: Fields) throws(PageProblem) {
    let files = 0...PageLimits.files
    switch type {
    case "open": self = .open(file: try fields.integer("file", in: files))
    case "check":
      self = .check(
        number: try fields.integer("number", in: 0...Int.max), file: try fields.integer("file", in: files),
        text: try fields.text("text", limit: PageLimits.commands), expects: try fields.bool("expects"))
    case "save":
      self = .save(
        file: try fields.integer("file", in: files), text: try fields.text("text", limit: PageLimits.commands),
        version: try fields.integer("version", in: 0...Int.max))
    case "see": self = .see(id: try fields.integer("id", in: 0...Int.max))
    case "judge":
      self = .judge(
        id: try fields.integer("id", in: 0...Int.max), isRight: try fields.bool("right"),
        meant: try fields.optionalText("meant", limit: PageLimits.sentence) ?? "")
    default: throw PageProblem("there is no message '\(type)'")
    }
  }
}

/// What is wrong with a message, as a sentence without a full stop.
struct PageProblem: Error, Hashable {
  let text: String

  init(_ text: String) { self.text = text }
}

/// The most of everything.
enum PageLimits {
  /// The bytes of a sentence.
  static let sentence = 4096
  /// The bytes of a file's name.
  static let name = 512
  /// The bytes of a sound file.
  static let file = 16 << 20
  /// The longest sound of a file, in seconds.
  static let seconds = 30
  /// The bytes of a portion of sound: 4 s at 48 kHz.
  static let portion = 384_000
  /// The bytes of a command file that is edited here.
  static let commands = 1 << 20
  /// The command files.
  static let files = 999
  /// The samples of a second.
  static let rates = 8_000...192_000
}

/// The members of a message.
private struct Fields {
  let members: [String: JSONNode]

  func text(_ name: String, limit: Int) throws(PageProblem) -> String {
    guard let text = try optionalText(name, limit: limit) else { throw PageProblem("there is no '\(name)'") }
    return text
  }

  func optionalText(_ name: String, limit: Int) throws(PageProblem) -> String? {
    switch members[name]?.content {
    case nil, .null: return nil
    case .text(let text):
      guard text.utf8.count <= limit else { throw PageProblem("'\(name)' has more than \(limit) bytes") }
      return text
    default: throw PageProblem("'\(name)' is no text")
    }
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(PageProblem) -> Int {
    guard case .integer(let integer)? = members[name]?.content else { throw PageProblem("'\(name)' is no integer") }
    guard range.contains(integer) else {
      throw PageProblem("'\(name)' is not between \(range.lowerBound) and \(range.upperBound)")
    }
    return integer
  }

  func bool(_ name: String) throws(PageProblem) -> Bool {
    switch members[name]?.content {
    case nil, .null: return false
    case .bool(let bool): return bool
    default: throw PageProblem("'\(name)' is neither true nor false")
    }
  }
}
