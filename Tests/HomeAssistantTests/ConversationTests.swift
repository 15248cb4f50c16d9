import JSON
import TestSupport
import Testing

@testable import HomeAssistant

/// What is said, without a socket and with a manual clock.
@Suite struct ConversationTests {
  private static let address = HomeAssistantAddress("http://home:8123")
  private static let start = ContinuousClock.now
  private static let results = [
    "config/area_registry/list": #"[{"name": "Kitchen", "aliases": ["b", "a", 5, null]}, {"name": "Hall"}]"#,
    "config/floor_registry/list": #"[{"name": "Ground", "aliases": []}]"#,
    "homeassistant/expose_entity/list":
      #"{"exposed_entities": {"light.b": {"conversation": true}, "light.a": {"conversation": true, "x": 1}, "#
      + #""light.gone": {"conversation": true}, "light.old": {"conversation": false}, "light.c": {}}}"#,
    "get_states":
      #"[{"entity_id": "light.b", "attributes": {"friendly_name": "B", "device_class": "lamp"}}, "#
      + #"{"entity_id": "light.a"}, {"entity_id": "light.c", "attributes": {}}, "#
      + #"{"entity_id": "sensor.two_words", "attributes": null}]"#,
    "config/entity_registry/get_entries": #"{"light.a": {"aliases": ["z", "y"]}, "light.b": null}"#,
  ]

  private static let home = Home(
    entities: [
      Home.Entity(id: "light.a", name: "a", aliases: ["y", "z"]),
      Home.Entity(id: "light.b", name: "B", deviceClass: "lamp"),
    ],
    areas: [Home.Place(name: "Kitchen", aliases: ["a", "b"]), Home.Place(name: "Hall")],
    floors: [Home.Place(name: "Ground")], unexposed: 2, absent: ["light.gone"])

  /// A conversation, and what has been asked in it.
  private struct Talk {
    var conversation: Conversation
    var now = ConversationTests.start
    var asked: [(id: Int, type: String, message: [String: JSONValue])] = []
    var homes: [Home] = []
    var failure: HomeAssistantError?

    init(isWatching: Bool = false) throws {
      conversation = Conversation(
        with: try #require(ConversationTests.address), token: try #require(AccessToken("secret")),
        isWatching: isWatching, at: now)
    }

    mutating func receive(_ message: String) throws {
      try carryOut(conversation.receive(Array(message.utf8), at: now))
    }

    mutating func wait(_ duration: Duration) throws {
      now += duration
      try carryOut(conversation.tick(at: now))
    }

    private mutating func carryOut(_ actions: [Conversation.Action]) throws {
      for action in actions {
        switch action {
        case .home(let home): homes.append(home)
        case .fail(let error): failure = error
        case .send(let text):
          guard case .object(let message) = try JSONNode(parsing: text).value else { continue }
          guard case .integer(let id)? = message["id"] else {
            #expect(message == ["type": "auth", "access_token": "secret"])
            continue
          }
          asked.append((id, message["type"]?.text ?? "", message))
        }
      }
    }

    mutating func greet() throws {
      try receive(#"{"type": "auth_required"}"#)
      try receive(#"{"type": "auth_ok"}"#)
    }

    /// Answers everything that has been asked, in an order, until nothing is asked any more.
    mutating func answerAll(_ order: ([Int]) -> [Int] = { $0 }) throws {
      while !asked.isEmpty {
        let questions = asked
        asked = []
        for index in order(Array(questions.indices)) {
          let result = ConversationTests.results[questions[index].type] ?? "null"
          try receive(#"{"id": \#(questions[index].id), "type": "result", "success": true, "result": \#(result)}"#)
        }
      }
    }
  }

  /// Answers may come in any order.
  @Test func aHomeIsRead() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<50 {
      var talk = try Talk()
      try talk.greet()
      #expect(talk.asked.map(\.id) == [1, 2, 3, 4])
      try talk.answerAll { $0.shuffled(using: &random) }
      #expect(talk.homes == [Self.home] && talk.failure == nil)
    }
  }

  @Test func severalMessagesMayComeAsOne() throws {
    var talk = try Talk()
    try talk.greet()
    let answers = talk.asked.map {
      #"{"id": \#($0.id), "type": "result", "success": true, "result": \#(Self.results[$0.type] ?? "")}"#
    }
    talk.asked = []
    try talk.receive("[" + answers.joined(separator: ",") + "]")
    #expect(talk.asked.map(\.type) == ["config/entity_registry/get_entries"])
    #expect(talk.asked[0].message["entity_ids"] == .array(["light.a", "light.b", "light.gone"]))
    try talk.answerAll()
    #expect(talk.homes == [Self.home])
  }

  /// Old ones know no floors, or tell no aliases of entities.
  @Test func anOldHomeAssistantIsUnderstood() throws {
    var talk = try Talk()
    try talk.greet()
    while let question = talk.asked.popLast() {
      let isNew = ["config/floor_registry/list", "config/entity_registry/get_entries"].contains(question.type)
      let rest =
        isNew
        ? #""success": false, "error": {"code": "unknown_command", "message": "Unknown command."}"#
        : #""success": true, "result": \#(Self.results[question.type] ?? "")"#
      try talk.receive(#"{"id": \#(question.id), "type": "result", \#(rest)}"#)
    }
    var home = Self.home
    (home.floors, home.entities[0].aliases) = ([], [])
    home.missing = ["floors", "the aliases of entities"]
    #expect(talk.homes == [home])
  }

  @Test(arguments: [
    (#"{"type": "auth_invalid", "message": "secret"}"#, "http://home:8123: the token is not valid"),
    (#"{"type": "result"}"#, "the answer cannot be used: 'result' instead of a welcome"),
    ("{}", "the answer cannot be used: a message without its type"),
    ("5", "the answer cannot be used: a message without its type"),
    ("", "the answer cannot be used: not JSON: a value was expected at byte 0"),
    ("[{\"type\": \"auth_required\"}", "the answer cannot be used: not JSON: ',' or ']' was expected at byte 26"),
  ])
  func strangeWelcomesEndIt(message: String, problem: String) throws {
    for isShown in [false, true] {
      var talk = try Talk()
      if isShown { try talk.receive(#"{"type": "auth_required"}"#) }
      try talk.receive(message)
      #expect(talk.failure?.description == problem)
    }
  }

  @Test(arguments: [
    (#""success": false, "error": {"code": "unauthorized", "message": "secret"}"#, "has to be an administrator's"),
    (#""success": false, "error": {"code": "unknown_error"}"#, "Home Assistant refuses 'X': unknown_error"),
    (#""success": false"#, "Home Assistant refuses 'X': no reason"),
    (#""success": true, "result": 5"#, "in the answer to 'X'"),
  ])
  func whatIsRefusedEndsIt(rest: String, problem: String) throws {
    for command in ["config/area_registry/list", "homeassistant/expose_entity/list", "get_states"] {
      var talk = try Talk()
      try talk.greet()
      let question = try #require(talk.asked.first { $0.type == command })
      try talk.receive(#"{"id": \#(question.id), "type": "result", \#(rest)}"#)
      let text = try #require(talk.failure?.description)
      #expect(text.contains(problem.replacing("X", with: command)) && !text.contains("secret"), "\(text)")
    }
  }

  @Test func silenceEndsIt() throws {
    for isShown in [false, true] {
      var talk = try Talk()
      if isShown { try talk.receive(#"{"type": "auth_required"}"#) }
      try talk.wait(.seconds(10))
      #expect(talk.failure == nil)
      try talk.wait(.seconds(1))
      #expect(talk.failure == .silent(seconds: 10))
    }
    var talk = try Talk(isWatching: true)
    try talk.greet()
    try talk.wait(.seconds(60))
    #expect(talk.failure == nil)
    try talk.wait(.seconds(1))
    #expect(talk.failure == .silent(seconds: 60))
    try talk.wait(.seconds(1000))
    #expect(talk.failure == .silent(seconds: 60))
  }

  @Test func eventsAreSubscribedToByThoseWhoWatchAlone() throws {
    var talk = try Talk()
    try talk.greet()
    #expect(!talk.asked.contains { $0.type == "subscribe_events" })
    talk = try Talk(isWatching: true)
    try talk.greet()
    #expect(talk.asked.map(\.id) == Array(1...8))
    #expect(
      talk.asked.prefix(4).map { $0.message["event_type"]?.text } == [
        "area_registry_updated", "floor_registry_updated", "entity_registry_updated", "homeassistant_started",
      ])
  }

  /// A row of changes is read once, when it has ended or has lasted long enough; without changes the home is read every
  /// five minutes.
  @Test func changesAreRead() throws {
    var talk = try Talk(isWatching: true)
    try talk.greet()
    try talk.answerAll()
    #expect(talk.homes.count == 1)
    for _ in 0..<5 {
      try talk.receive(#"{"id": 1, "type": "event", "event": {"event_type": "area_registry_updated"}}"#)
      try talk.wait(.seconds(1))
      #expect(talk.asked.isEmpty)
    }
    try talk.wait(.seconds(1))
    #expect(talk.asked.count == 4)
    // What changes while it is read is read again.
    try talk.receive(#"{"id": 1, "type": "event"}"#)
    try talk.answerAll()
    #expect(talk.homes.count == 2)
    try talk.wait(.seconds(2))
    try talk.answerAll()
    #expect(talk.homes.count == 3)
    for second in 0..<31 {
      #expect(talk.asked.isEmpty, "\(second)")
      try talk.receive(#"{"id": 1, "type": "event"}"#)
      try talk.wait(.seconds(1))
      if !talk.asked.isEmpty { break }
    }
    #expect(talk.asked.count == 4)
    try talk.answerAll()
    #expect(talk.homes.count == 4)
    // The last event came before it was read.
    try talk.wait(.seconds(299))
    #expect(talk.asked.isEmpty)
    try talk.wait(.seconds(1))
    #expect(talk.asked.count == 4)
  }

  /// Whatever comes, it ends with an error or not at all.
  @Test func nonsenseHarmsNothing() throws {
    var random = SplitMix64(seed: 8)
    let pieces = [
      "{", "}", "[", "]", ":", ",", "\"type\"", "\"result\"", "\"id\"", "1", "5", "null", "true", "\"success\"",
      "\"event\"",
      "\"exposed_entities\"", "\"\\ud83d\"", "\u{FFFF}", " ", "1e999",
    ]
    for _ in 0..<2_000 {
      var talk = try Talk(isWatching: true)
      try talk.greet()
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      try talk.receive(text.joined())
      try talk.receive(#"{"id": 5, "type": "result", "success": true, "result": "# + text.joined() + "}")
      #expect(talk.homes.isEmpty)
    }
  }
}
