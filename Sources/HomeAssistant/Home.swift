/// What a home has that can be named, as Home Assistant tells it.
public struct Home: Hashable, Sendable {
  /// An entity that is exposed to voice assistants.
  public struct Entity: Hashable, Sendable {
    /// `light.kitchen`, say.
    public var id: String
    /// Its name; empty where it has none.
    public var name: String
    /// Its other names, sorted.
    public var aliases: [String] = []
    /// Its device class; nil where it has none.
    public var deviceClass: String?

    /// The part of the id before the dot: `light`.
    public var domain: String { String(id.prefix { $0 != "." }) }
  }

  /// An area or a floor.
  public struct Place: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its other names, sorted.
    public var aliases: [String] = []
  }

  /// The exposed entities in the order of their ids.
  public var entities: [Entity] = []
  /// The areas in Home Assistant's order.
  public var areas: [Place] = []
  /// The floors in Home Assistant's order.
  public var floors: [Place] = []
  /// How many entities there are that are not exposed.
  public var unexposed = 0
  /// Exposed entities that have no state, such as those that are disabled, sorted.
  public var absent: [String] = []
  /// What an old Home Assistant could not tell.
  public var missing: [String] = []

  /// A home of nothing.
  public init() {}

  init(
    entities: [Entity] = [], areas: [Place] = [], floors: [Place] = [], unexposed: Int = 0, absent: [String] = [],
    missing: [String] = []
  ) {
    (self.entities, self.areas, self.floors) = (entities, areas, floors)
    (self.unexposed, self.absent, self.missing) = (unexposed, absent, missing)
  }
}
