import Aligner
import Commands
import Lexicon
import Recognition
import TestSupport
import Testing

@testable import HomeAssistant

/// What is written loads again, and a sentence with a name in it is understood.
@Suite struct NamesFileTests {
  private static let sentences = """
    intents:
      ask: {data: [{sentences: ["how is {name}"]}]}
      light:
        data:
          - sentences: ["turn on {name} [in [the] {area}]"]
            requires_context: {domain: light}
      heat: {data: [{sentences: ["how warm is [the] {area} on [the] {floor}"]}]}
    """

  /// Writes the names of a home, and loads them beside the sentences.
  private static func recognizer(_ names: NamesFile) throws -> TextRecognizer {
    let folder = try TemporaryFolder()
    let files = [
      try folder.write(Array(sentences.utf8), to: "sentences.yaml"),
      try folder.write(Array(names.yaml(from: "http://home:8123").utf8), to: "names.yaml"),
    ]
    return TextRecognizer(of: try CommandSet(contentsOf: files))
  }

  private static func meaning(of text: String, _ recognizer: TextRecognizer) throws -> [String: String]? {
    let results = try recognizer.recognize([TranscriptToken(text)])
    guard results.count == 1, let found = results[0].interpretation else { return nil }
    return found.slots.reduce(into: ["intent": found.intent]) { $0[$1.name] = $1.value.description }
  }

  @Test func aHomeIsUnderstood() throws {
    let home = Home(
      entities: [
        Home.Entity(id: "light.a", name: "Reading Lamp", aliases: ["big light", " "]),
        Home.Entity(id: "sensor.p", name: "Power", deviceClass: "power"),
      ],
      areas: [Home.Place(name: "Kitchen", aliases: ["cook room"])],
      floors: [Home.Place(name: "Ground Floor", aliases: ["downstairs"])])
    let names = NamesFile(home)
    #expect(names.omissions.isEmpty && names.counts == [3, 2, 2])
    let recognizer = try Self.recognizer(names)
    func expect(_ text: String, _ meaning: [String: String]?) throws {
      #expect(try Self.meaning(of: text, recognizer) == meaning, "\(text)")
    }
    try expect("how is the reading lamp", nil)
    try expect("how is reading lamp", ["intent": "ask", "name": "Reading Lamp"])
    try expect("turn on big light in the kitchen", ["intent": "light", "name": "big light", "area": "Kitchen"])
    // It is no light.
    try expect("turn on power", nil)
    try expect("how is power", ["intent": "ask", "name": "Power"])
    try expect(
      "how warm is the cook room on downstairs", ["intent": "heat", "area": "cook room", "floor": "Ground Floor"])
  }

  @Test func theFileIsAsItIs() {
    let home = Home(
      entities: [Home.Entity(id: "sensor.a", name: "A \"quoted\" (left)\\", deviceClass: "power")],
      areas: [Home.Place(name: "Café: 1 & 2")])
    #expect(
      NamesFile(home).yaml(from: "http://home") == #"""
        # The names of http://home, written by attune: a change here is lost when they are read again.
        language: en
        lists:
          name:
            values:
              - in: "A \"quoted\" \\(left\\)\\\\"
                out: "A \"quoted\" (left)\\"
                context: {domain: "sensor", device_class: "power"}
          area:
            values:
              - in: "Café: 1 & 2"
                out: "Café: 1 & 2"
          floor:
            values: []

        """#)
  }

  /// Names with signs in them are understood as they are written.
  @Test(arguments: [
    "Lamp 2", "2nd Floor", "50% Dimmer", "TV", "A/C", "Lamp (left)", "Fan|Light", "Light[s]", "{name}", "<rule>", "a;b",
    "back\\slash", "Jürgen's Café", "on", "off", "no", "null", "5", "1.5", "-3", "CO2", "CO₂", "Room ②", "# comment",
    "a: b", "- a", "\"quoted\"", "'quoted'", "Lamp\tone", "Living  Room", "&anchor", "*alias", "!tag", "@home", "AT&T",
    "18°",
    "%TAG", "---", "Lamp, left", "U.S. Flag", "50/50", "10:30 Alarm", "Rock 'n' Roll", "x+y", "№ 5", "½ Light",
  ])
  func signsAreKept(name: String) throws {
    let names = NamesFile(Home(entities: [Home.Entity(id: "light.a", name: name)]))
    let isSilent = name == "---"
    #expect(names.omissions.count == (isSilent ? 1 : 0), "\(names.omissions)")
    guard !isSilent else { return }
    let words = try SpokenName(name).words.joined(separator: " ")
    let recognizer = try Self.recognizer(names)
    let meaning = try Self.meaning(of: "how is \(words)", recognizer)
    #expect(meaning == ["intent": "ask", "name": name], "\(words)")
  }

  /// Where people would write it, they are understood.
  @Test(arguments: [
    "Lamp 2", "2nd Floor", "50% Dimmer", "A/C", "Lamp (left)", "Jürgen's Café", "CO2", "AT&T", "Living  Room",
    "Lamp, left", "U.S. Flag", "\"quoted\"", "Rock 'n' Roll",
  ])
  func whatIsWrittenIsUnderstood(name: String) throws {
    let names = NamesFile(Home(entities: [Home.Entity(id: "light.a", name: name)]))
    let meaning = try Self.meaning(of: "how is \(name)", try Self.recognizer(names))
    #expect(meaning == ["intent": "ask", "name": name])
  }

  @Test(arguments: [
    ("", "light.a: it has no name"), (" \n", "light.a: it has no name"),
    ("💡", "light.a '💡': there is nothing to say in it"),
    ("!?", "light.a '!?': there is nothing to say in it"), ("灯", "light.a '灯': '灯' cannot be said in English"),
    ("Licht灯", "light.a 'Licht灯': 'licht灯' cannot be said in English"),
    ("Лампа 2", "light.a 'Лампа 2': 'лампа' cannot be said in English"),
    (
      String(repeating: "a", count: 10_000),
      "light.a '\(String(repeating: "a", count: 80))': too long: more than 64 letters in a word"
    ),
    (
      String(repeating: "a ", count: 10_000),
      "light.a '\(String(repeating: "a ", count: 40))': too long: more than 16384 bytes of text"
    ),
    (
      String(repeating: "a ", count: 33),
      "light.a '\(String(repeating: "a ", count: 33).dropLast())': too long: more than 32 words in a name"
    ),
  ])
  func whatCannotBeSaidIsLeftOut(name: String, omission: String) throws {
    let home = Home(
      entities: [Home.Entity(id: "light.a", name: name), Home.Entity(id: "light.b", name: "Lamp")],
      areas: [Home.Place(name: name)], absent: ["light.c"])
    let names = NamesFile(home)
    #expect(
      names.omissions.map(\.description) == [
        omission, omission.replacing("light.a", with: "area"), "light.c: it has no state; it may be disabled",
      ])
    #expect(names.counts == [1, 0, 0])
    #expect(try Self.meaning(of: "how is lamp", try Self.recognizer(names)) == ["intent": "ask", "name": "Lamp"])
  }

  @Test func whatIsSaidAlikeIsThereOnce() {
    let home = Home(
      entities: [
        Home.Entity(id: "light.a", name: "Lamp 2"), Home.Entity(id: "light.b", name: "lamp two"),
        Home.Entity(id: "light.c", name: "Lamp 2"), Home.Entity(id: "switch.d", name: "lamp two"),
      ],
      areas: [Home.Place(name: "lamp two")])
    let names = NamesFile(home)
    #expect(names.counts == [2, 1, 0])
    #expect(names.omissions.map(\.description) == ["light.b 'lamp two': it is said like 'Lamp 2'"])
  }

  /// An empty home, and one without names, load; what needs a name cannot be said.
  @Test func anEmptyHomeLoads() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(NamesFile(Home()).yaml(from: "x").utf8), to: "names.yaml")
    let file = try folder.write(
      Array("intents: {a: {data: [{sentences: ['go [to {area}]', 'how is {name}']}]}}".utf8), to: "a.yaml")
    let grammar = try Grammar(contentsOf: [file, path])
    #expect(
      grammar.warnings.map(\.message) == [
        "the list 'name' is empty: what needs it cannot be said",
        "the list 'area' is empty: what needs it cannot be said",
        "the list 'floor' is empty: what needs it cannot be said", "the list 'floor' is never used",
      ])
    let recognizer = TextRecognizer(of: try CommandSet(grammar, lexicon: Lexicon()))
    #expect(try Self.meaning(of: "go", recognizer) == ["intent": "a"])
    #expect(try Self.meaning(of: "go to kitchen", recognizer) == nil)
  }

  /// Whatever names are made of, what is written loads, each name in it is understood, and each other one is told.
  @Test func strangeNamesAreWrittenAndLoaded() throws {
    var random = SplitMix64(seed: 21)
    let pieces = [
      "a", "Lamp", "kitchen", "ß", "é", "O'Neil", "TV", "5", "007", "1,000", ".5", "½", "②", "₂", "²", "Ⅷ", "٣", "%",
      "°C", "$", "€", "&", "@", "=", "+", "-", "–", "−", "/", "\\", "(", ")", "[", "]", "{", "}", "<", ">", "|", ";",
      ":", ",", ".", "!", "?", "#", "*", "~", "`", "^", "_", "\"", "'", "’", "“", "…", "\t", "\n", "\r",
      "\u{0}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{FFFE}", "\u{200D}", "\u{202E}", "💡", "👩‍🚒", "🇩🇪",
      "灯", "лампа", "ライト", "ضوء", "e\u{301}", "\u{301}", "ﬁ", "Þ", " ", "  ", "\u{A0}", "null", "yes",
      "am", "km/h", "10:30", "2nd", "U.S.", "<a>", "{name}", "%TAG",
    ]
    for _ in 0..<60 {
      let entities = (0..<25).map { index in
        let count = Int.random(in: 0...6, using: &random)
        let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        return Home.Entity(id: "light.n\(index)", name: text)
      }
      let names = NamesFile(Home(entities: entities))
      let recognizer = try Self.recognizer(names)
      let left = Set(names.omissions.map(\.subject))
      for entity in entities where !left.contains(entity.id) {
        let words = try SpokenName(entity.name).words.joined(separator: " ")
        let meaning = try Self.meaning(of: "how is \(words)", recognizer)
        #expect(meaning?["name"] != nil, "\(entity.name.debugDescription): \(words)")
        let isFirst = !names.omissions.contains { $0.reason.hasPrefix("it is said like") }
        if isFirst {
          let value = meaning?["name"] ?? ""
          #expect(
            value.unicodeScalars.elementsEqual(trimmed(entity.name).unicodeScalars), "\(entity.name.debugDescription)")
        }
      }
    }
  }

  private func trimmed(_ text: String) -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || scalar == "\u{FEFF}" }
    let trimmed = Array(text.unicodeScalars).drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    return String(String.UnicodeScalarView(trimmed))
  }
}
