import HomeAssistant

/// What became of a home's names, in lines for people.
struct HomeAssistantReport {
  /// The first one tells how much there is, the others what is left out.
  let lines: [String]

  init(_ home: Home, _ names: NamesFile) {
    let counts = names.counts
    var lines = [
      """
      \(Self.count(counts[0], "name")) of \(Self.count(home.entities.count, "entity", "entities")), \
      \(Self.count(counts[1], "name")) of areas, \(Self.count(counts[2], "name")) of floors; \
      \(Self.count(names.omissions.count, "name")) left out
      """
    ]
    if home.unexposed > 0 {
      let unexposed = Self.count(home.unexposed, "entity is", "entities are")
      lines.append("\(unexposed) not exposed to Assist (Settings, Voice assistants, Expose)")
    }
    lines += home.missing.map { "this Home Assistant is too old to tell \($0)" }
    lines += names.omissions.map { "left out: \($0)" }
    self.lines = lines
  }

  private static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number) \(number == 1 ? one : many ?? one + "s")"
  }
}
