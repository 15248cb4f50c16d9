import JSON

/// What is said between Home Assistant and us over one connection: messages and the time go in, what is to be done
/// comes out.
///
/// Home Assistant asks for the token, and answers commands in any order. A conversation that watches reads the home
/// again when an event tells of a change, and every few minutes: that an entity without an id of its own was exposed,
/// no event tells.
struct Conversation {
  /// What is to be done.
  enum Action: Hashable {
    /// A message is to be sent.
    case send(String)
    /// A home has been read.
    case home(Home)
    /// The connection is of no use any more.
    case fail(HomeAssistantError)
  }

  /// How long it waits for what.
  struct Waits {
    /// The welcome, and the answer to the token.
    var greeting = Duration.seconds(10)
    /// The next answer, while one is missing: a large home takes its time.
    var answer = Duration.seconds(60)
    /// The end of a row of changes, so that a row is read once.
    var calm = Duration.seconds(2)
    /// Changes that do not end.
    var unrest = Duration.seconds(30)
    /// The next reading without a change.
    var again = Duration.seconds(300)
  }

  private enum Phase { case greeted, shown, open, over }

  private enum Request: Hashable {
    case command(HomeReading.Command)
    case subscription
  }

  /// What may change the names. The last one tells that everything that a start of Home Assistant brings is there.
  private static let events = [
    "area_registry_updated", "floor_registry_updated", "entity_registry_updated", "homeassistant_started",
  ]

  private let address: HomeAssistantAddress
  private let token: AccessToken
  private let isWatching: Bool
  private let waits: Waits
  private var phase = Phase.greeted
  private var requests: [Int: Request] = [:]
  private var lastID = 0
  private var reading: HomeReading?
  /// When it began to wait for what it waits for now.
  private var waitingSince: ContinuousClock.Instant
  /// When the home was read.
  private var lastReading: ContinuousClock.Instant?
  /// The first and the last change that has not been read.
  private var changes: (first: ContinuousClock.Instant, last: ContinuousClock.Instant)?

  init(
    with address: HomeAssistantAddress, token: AccessToken, isWatching: Bool, waits: Waits = Waits(),
    at now: ContinuousClock.Instant
  ) {
    self.address = address
    self.token = token
    self.isWatching = isWatching
    self.waits = waits
    waitingSince = now
  }

  /// A message came.
  mutating func receive(_ message: [UInt8], at now: ContinuousClock.Instant) -> [Action] {
    do throws(HomeAssistantError) {
      let node: JSONNode
      do throws(JSONError) { node = try JSONNode(parsing: message) } catch {
        throw .malformed(problem: "not JSON: \(error)")
      }
      // Several messages may come as one.
      guard case .array(let nodes) = node.content else { return try take(node, at: now) }
      var actions: [Action] = []
      for node in nodes { actions += try take(node, at: now) }
      return actions
    } catch {
      return fail(error)
    }
  }

  /// Time went on.
  mutating func tick(at now: ContinuousClock.Instant) -> [Action] {
    switch phase {
    case .greeted, .shown: return now - waitingSince > waits.greeting ? fail(silence(waits.greeting)) : []
    case .open where reading != nil: return now - waitingSince > waits.answer ? fail(silence(waits.answer)) : []
    case .open: return isDue(at: now) ? read(at: now) : []
    case .over: return []
    }
  }

  private mutating func take(_ message: JSONNode, at now: ContinuousClock.Instant) throws(HomeAssistantError)
    -> [Action]
  {
    guard let type = message["type"]?.text else { throw .malformed(problem: "a message without its type") }
    switch (phase, type) {
    case (.greeted, "auth_required"):
      (phase, waitingSince) = (.shown, now)
      var answer = JSONText()
      answer.add("type", "auth")
      answer.add("access_token", token.text)
      return [.send(answer.closed)]
    case (.shown, "auth_ok"):
      phase = .open
      return subscribe() + read(at: now)
    case (.greeted, "auth_invalid"), (.shown, "auth_invalid"): throw .unauthorized(address: address)
    case (.greeted, _), (.shown, _): throw .malformed(problem: "'\(type.prefix(80))' instead of a welcome")
    case (.open, "result"): return try takeResult(message, at: now)
    case (.open, "event"):
      changes = (changes?.first ?? now, now)
      return []
    case (.open, _), (.over, _): return []
    }
  }

  private mutating func takeResult(
    _ message: JSONNode, at now: ContinuousClock.Instant
  ) throws(HomeAssistantError) -> [Action] {
    guard let id = message["id"]?.integer, let request = requests.removeValue(forKey: id) else { return [] }
    // An event that cannot be had is made up for by reading again.
    guard case .command(let command) = request, var reading else { return [] }
    waitingSince = now
    if message["success"]?.content == .bool(true), let result = message["result"] {
      try reading.take(result, to: command)
    } else {
      let code = message["error"]?["code"]?.text ?? "no reason"
      if code == "unauthorized" { throw .forbidden(command: command.rawValue) }
      guard code == "unknown_command", command.missing != nil else {
        throw .refused(command: command.rawValue, code: String(code.prefix(80)))
      }
      reading.leaveOut(command)
    }
    self.reading = reading
    if command == .exposed, let ids = reading.exposedIDs { return [ask(.entries, about: ids)] }
    guard let home = reading.home else { return [] }
    (self.reading, lastReading) = (nil, now)
    return [.home(home)]
  }

  private func isDue(at now: ContinuousClock.Instant) -> Bool {
    guard isWatching else { return false }
    if let changes, now - changes.last >= waits.calm || now - changes.first >= waits.unrest { return true }
    return lastReading.map { now - $0 >= waits.again } ?? true
  }

  private mutating func read(at now: ContinuousClock.Instant) -> [Action] {
    (reading, changes, waitingSince) = (HomeReading(), nil, now)
    return HomeReading.Command.allCases.filter { $0 != .entries }.map { ask($0) }
  }

  private mutating func ask(_ command: HomeReading.Command, about ids: [String]? = nil) -> Action {
    let id = nextID(of: .command(command))
    var message = JSONText()
    message.add("id", json: String(id))
    message.add("type", command.rawValue)
    if let ids { message.add("entity_ids", json: JSONText.list(ids.map(JSONText.quoted))) }
    return .send(message.closed)
  }

  private mutating func subscribe() -> [Action] {
    guard isWatching else { return [] }
    return Self.events.map { event in
      let id = nextID(of: .subscription)
      var message = JSONText()
      message.add("id", json: String(id))
      message.add("type", "subscribe_events")
      message.add("event_type", event)
      return .send(message.closed)
    }
  }

  private mutating func nextID(of request: Request) -> Int {
    lastID += 1
    requests[lastID] = request
    return lastID
  }

  private mutating func fail(_ error: HomeAssistantError) -> [Action] {
    phase = .over
    return [.fail(error)]
  }

  private func silence(_ wait: Duration) -> HomeAssistantError { .silent(seconds: Int(wait / .seconds(1))) }
}
