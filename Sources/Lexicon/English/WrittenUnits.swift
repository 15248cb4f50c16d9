/// Units as they are written after a number, and the ways to read them.
enum WrittenUnits {
  /// The signs that a unit may have.
  static let signs: Set<Character> = ["%", "°", "º"]

  /// The ways to read a unit in lower case, with and without the plural, and as it is written; nil for what is none.
  static func readings(of unit: String) -> [[String]]? {
    let unit = unit.replacing("º", with: "°").filter { $0 != "." }
    var readings = (more[unit] ?? []).map { $0.split(separator: " ").map(String.init) }
    if let spoken = SpokenFormReader.units[unit] {
      readings += [spoken.many, spoken.one].map { $0.split(separator: " ").map(String.init) }
    }
    guard !readings.isEmpty else { return nil }
    let letters = unit.filter { !signs.contains($0) }
    if !letters.isEmpty { readings.append([letters]) }
    var seen: Set<[String]> = []
    return readings.filter { seen.insert($0).inserted }
  }

  /// Readings beside those of `SpokenFormReader.units`. Degrees are Celsius where a text says nothing else; who writes
  /// Fahrenheit means it, so its name does not fall away.
  private static let more: [String: [String]] = [
    "c": ["celsius", "degrees celsius", "degrees c", "degrees"],
    "f": ["fahrenheit", "degrees fahrenheit", "degrees f"],
    "k": ["kelvin"], "°c": ["celsius", "degrees c", "degrees"], "°f": ["fahrenheit", "degrees f"],
    "deg": ["degrees", "degree"], "m": ["minutes", "minute"], "d": ["days", "day"], "p": ["p.m."], "a": ["a.m."],
    "min": ["min"], "mins": ["mins"], "sec": ["sec"], "secs": ["secs"],
  ]
}
