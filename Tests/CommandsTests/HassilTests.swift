import Lexicon
import Testing

@testable import Commands

/// Templates mean what hassil says they mean: its own expansions, version 3.12.1, in byte order.
@Suite struct HassilTests {
  static let expansions: [(template: String, sentences: [String])] = [
    ("turn on [the] light[s]", ["turn on light", "turn on lights", "turn on the light", "turn on the lights"]),
    ("turn(ed|ing|) on", ["turn on", "turned on", "turning on"]),
    (
      "(open|close) [the] (door;window)",
      [
        "close door window", "close the door window", "close the window door", "close window door", "open door window",
        "open the door window", "open the window door", "open window door",
      ]
    ),
    ("[please|kindly] go", ["go", "kindly go", "please go"]),
    ("set (red|blue|green)[ish]", ["set blue", "set blueish", "set green", "set greenish", "set red", "set redish"]),
    ("a [b [c [d]]]", ["a", "a b", "a b c", "a b c d"]),
    ("go home|stay here", ["go home", "stay here"]),
    ("x (a;b;c)", ["x a b c", "x a c b", "x b a c", "x b c a", "x c a b", "x c b a"]),
    ("un(do|lock)[ed] it", ["undo it", "undoed it", "unlock it", "unlocked it"]),
    (
      "[all] [the] lamp(s|) off",
      [
        "all lamp off", "all lamps off", "all the lamp off", "all the lamps off", "lamp off", "lamps off",
        "the lamp off", "the lamps off",
      ]
    ),
    (
      "play [(some|any)] music [now]",
      [
        "play any music", "play any music now", "play music", "play music now", "play some music",
        "play some music now",
      ]
    ),
    ("(a|b)(c|d)", ["ac", "ad", "bc", "bd"]),
    ("[pre]fix[es]", ["fix", "fixes", "prefix", "prefixes"]),
    ("go [to [the (big|small)]] house", ["go house", "go to house", "go to the big house", "go to the small house"]),
    ("<polite> go", ["go", "kindly go", "please go"]),
    (
      "<verb> [<polite>]",
      [
        "halt", "halt kindly", "halt now", "halt now kindly", "halt now please", "halt please", "stop", "stop kindly",
        "stop now", "stop now kindly", "stop now please", "stop please",
      ]
    ),
    ("say \\(hi\\)", ["say hi"]),
    ("(one|two) [and (one|two)]", ["one", "one and one", "one and two", "two", "two and one", "two and two"]),
    ("dim[ the] light[ now]", ["dim light", "dim light now", "dim the light", "dim the light now"]),
    ("what['s| is] the time", ["what is the time", "what the time", "what's the time"]),
    ("[a;b] c", ["a b c", "b a c", "c"]),
  ]

  @Test(arguments: expansions)
  func templatesExpandAsInHassil(template: String, sentences: [String]) throws {
    let grammar = try Grammar(
      templates: [template], rules: ["polite": "[please|kindly]", "verb": "(stop|halt)[ now]"])
    let language = try CommandGraph(grammar, lexicon: Lexicon()).language()
    #expect(language.map { $0.words.joined(separator: " ") }.sorted() == sentences)
  }
}
