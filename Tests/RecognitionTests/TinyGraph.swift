import Commands
import Lexicon

/// A graph of a few words for tests: "set lamp" with a fixed slot, "dim" with a list slot of two words or one, "call"
/// with a wildcard.
enum TinyGraph {
  static let words: [String: [Phone]] = [
    "set": phones("S EH T"), "lamp": phones("L AE M P"), "dim": phones("D IH M"), "red": phones("R EH D"),
    "light": phones("L AY T"), "call": phones("K AO L"), "now": phones("N AW"),
  ]

  static func phones(_ names: String) -> [Phone] { names.split(separator: " ").compactMap { Phone(arpabet: $0) } }

  static func sentence(_ words: String) -> [Phone] {
    words.split(separator: " ").flatMap { Self.words[String($0)] ?? [] }
  }

  static let graph: CommandGraph = {
    var builder = Builder()
    builder.addCommands()
    return builder.graph
  }()

  /// A name that wakes, "red light", and nothing else.
  static let names: CommandGraph = {
    var builder = Builder()
    builder.addName()
    return builder.graph
  }()

  /// The commands and the name.
  static let called: CommandGraph = {
    var builder = Builder()
    builder.addCommands()
    builder.addName()
    return builder.graph
  }()
}

extension TinyGraph.Builder {
  fileprivate mutating func addName() {
    finish(word("light", from: word("red", from: 0)), [.intent("wake", fixed: [:])])
  }

  fileprivate mutating func addCommands() {
    let lamp = SlotValue.text("lamp")
    let set = word("set", from: 0)
    finish(word("lamp", from: set), [.intent("set", fixed: ["what": lamp, "on": .integer(1)])])

    let dim = word("dim", from: 0)
    let red = word("red", from: dim, [.open(slot: "what")])
    let light = word("light", from: red, closing: [.close(slot: "what", value: .text("red light"))])
    finish(light, [.intent("dim", fixed: [:])])
    let short = word("lamp", from: dim, [.open(slot: "what")], closing: [.close(slot: "what", value: lamp)])
    finish(short, [.intent("dim", fixed: [:])])

    let call = word("call", from: 0)
    let wildcard = loop(from: call, [.open(slot: "who")])
    let now = word("now", from: wildcard, [.close(slot: "who", value: nil)])
    finish(now, [.intent("call", fixed: [:])])
  }
}

extension TinyGraph {
  fileprivate struct Builder {
    var states: Int32 = 1
    var arcs: [CommandGraph.Arc] = []
    var finals: [CommandGraph.Final] = []
    var outputs: [CommandGraph.Output] = []

    var graph: CommandGraph {
      CommandGraph(stateCount: Int(states), start: 0, arcs: arcs, finals: finals, outputs: outputs)
    }

    mutating func output(
      _ tags: [CommandGraph.Tag], _ word: String? = nil, closing: [CommandGraph.Tag] = []
    ) -> Int32 {
      outputs.append(.init(tags: tags, word: word, closing: closing))
      return Int32(outputs.count - 1)
    }

    mutating func word(
      _ word: String, from source: Int32, _ tags: [CommandGraph.Tag] = [], closing: [CommandGraph.Tag] = []
    ) -> Int32 {
      let phones = TinyGraph.words[word] ?? []
      let output = output(tags, word, closing: closing)
      var source = source
      for (index, phone) in phones.enumerated() {
        let isLast = index == phones.count - 1
        arcs.append(
          .init(
            source: source, target: states, phone: phone, beginsWord: index == 0, output: isLast ? output : -1))
        source = states
        states += 1
      }
      return source
    }

    /// Any phone, once or more.
    mutating func loop(from source: Int32, _ tags: [CommandGraph.Tag]) -> Int32 {
      let output = output(tags)
      let state = states
      states += 1
      for phone in Phone.all {
        arcs.append(.init(source: source, target: state, phone: phone, beginsWord: true, output: output))
        arcs.append(.init(source: state, target: state, phone: phone, beginsWord: false, weight: -0.1))
      }
      return state
    }

    mutating func finish(_ state: Int32, _ tags: [CommandGraph.Tag]) {
      finals.append(.init(state: state, output: output(tags)))
    }
  }
}
