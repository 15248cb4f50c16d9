import JSON

/// A home that is being read: answers come in any order.
struct HomeReading {
  /// What Home Assistant is asked.
  enum Command: String, CaseIterable {
    case areas = "config/area_registry/list"
    case floors = "config/floor_registry/list"
    case exposed = "homeassistant/expose_entity/list"
    case states = "get_states"
    /// The only one that tells aliases; it is asked about the exposed entities.
    case entries = "config/entity_registry/get_entries"

    /// Whether a Home Assistant that does not know it can be used all the same; what it cannot tell then.
    var missing: String? {
      switch self {
      case .floors: "floors"
      case .entries: "the aliases of entities"
      case .areas, .exposed, .states: nil
      }
    }
  }

  private struct State {
    var name: String
    var deviceClass: String?
  }

  private var areas: [Home.Place]?
  private var floors: [Home.Place]?
  private var exposed: Set<String>?
  private var states: [String: State]?
  private var aliases: [String: [String]]?
  private var missing: [String] = []

  /// The exposed entities, sorted; nil as long as they are not known.
  var exposedIDs: [String]? { exposed.map { $0.sorted() } }

  /// The home; nil as long as something of it is not known.
  var home: Home? {
    guard let areas, let floors, let exposed, let states, let aliases else { return nil }
    var home = Home(areas: areas, floors: floors, missing: missing.sorted())
    for id in exposed.sorted() {
      guard let state = states[id] else {
        home.absent.append(id)
        continue
      }
      home.entities.append(
        Home.Entity(id: id, name: state.name, aliases: aliases[id] ?? [], deviceClass: state.deviceClass))
    }
    home.unexposed = states.keys.count { !exposed.contains($0) }
    return home
  }

  /// Takes an answer.
  mutating func take(_ result: JSONNode, to command: Command) throws(HomeAssistantError) {
    switch command {
    case .areas: areas = try Self.places(result, command)
    case .floors: floors = try Self.places(result, command)
    case .exposed: exposed = try Self.exposed(result)
    case .states: states = try Self.states(result)
    case .entries: aliases = try Self.aliases(result)
    }
  }

  /// Home Assistant does not know a command that it can be used without.
  mutating func leaveOut(_ command: Command) {
    switch command {
    case .floors: floors = []
    case .entries: aliases = [:]
    case .areas, .exposed, .states: return
    }
    missing.append(contentsOf: [command.missing].compactMap(\.self))
  }
}

// MARK: Answers

extension HomeReading {
  /// `[{"name": …, "aliases": […]}, …]`
  private static func places(_ result: JSONNode, _ command: Command) throws(HomeAssistantError) -> [Home.Place] {
    var places: [Home.Place] = []
    for element in try elements(result, command) {
      places.append(Home.Place(name: element["name"]?.text ?? "", aliases: element["aliases"]?.texts ?? []))
    }
    return places
  }

  /// `{"exposed_entities": {id: {"conversation": true}, …}}`; old versions have those that are not exposed, too.
  private static func exposed(_ result: JSONNode) throws(HomeAssistantError) -> Set<String> {
    guard case .object(let entities)? = result["exposed_entities"]?.content else {
      throw unexpected(.exposed, "no exposed entities")
    }
    return Set(entities.filter { $0.value["conversation"]?.content == .bool(true) }.keys)
  }

  /// `[{"entity_id": …, "attributes": {"friendly_name": …, "device_class": …}}, …]`
  private static func states(_ result: JSONNode) throws(HomeAssistantError) -> [String: State] {
    var states: [String: State] = [:]
    for element in try elements(result, .states) {
      guard let id = element["entity_id"]?.text else { throw unexpected(.states, "a state without its entity") }
      let attributes = element["attributes"]
      let own = id.drop { $0 != "." }.dropFirst().map { $0 == "_" ? " " : $0 }
      states[id] = State(
        name: attributes?["friendly_name"]?.text ?? String(own), deviceClass: attributes?["device_class"]?.text)
    }
    return states
  }

  /// `{id: {"aliases": […]}, id: null, …}`
  private static func aliases(_ result: JSONNode) throws(HomeAssistantError) -> [String: [String]] {
    guard case .object(let entries) = result.content else { throw unexpected(.entries, "no entries") }
    return entries.compactMapValues { $0["aliases"]?.texts }
  }

  private static func elements(_ result: JSONNode, _ command: Command) throws(HomeAssistantError) -> [JSONNode] {
    guard case .array(let elements) = result.content else { throw unexpected(command, "no list") }
    return elements
  }

  private static func unexpected(_ command: Command, _ what: String) -> HomeAssistantError {
    .malformed(problem: "\(what) in the answer to '\(command.rawValue)'")
  }
}

extension JSONNode {
  subscript(key: String) -> JSONNode? { if case .object(let members) = content { members[key] } else { nil } }

  var text: String? { if case .text(let text) = content { text } else { nil } }

  var integer: Int? { if case .integer(let integer) = content { integer } else { nil } }

  /// The texts of an array, sorted; what is no text is none of ours.
  fileprivate var texts: [String]? {
    if case .array(let elements) = content { elements.compactMap(\.text).sorted() } else { nil }
  }
}
