import Aligner
import Commands
import Lexicon
import Testing

@testable import Recognition

/// A text that was typed is a command from its first word to its last, or it is none.
@Suite struct WrittenCommandTests {
  private static func recognizer(_ yaml: String) throws -> TextRecognizer {
    TextRecognizer(of: try CommandSet(Grammar(yaml: yaml), lexicon: Lexicon()))
  }

  /// What texts mean, `intent slot=value; intent`; nothing for what is not understood.
  func expect(_ texts: [(String, String)], in yaml: String) throws {
    let recognizer = try Self.recognizer(yaml)
    for (text, expected) in texts {
      let results = try recognizer.recognize([TranscriptToken(text)])
      let meanings = results.compactMap(\.interpretation).map { command in
        ([command.intent] + command.slots.map { "\($0.name)=\($0.value)" }.sorted()).joined(separator: " ")
      }
      #expect(meanings.joined(separator: "; ") == expected, "\(text)")
      #expect(expected.isEmpty || results.allSatisfy { $0.confidence.value == 1 }, "\(text)")
    }
  }

  @Test func nearMissesAreNoCommands() throws {
    try expect(
      [
        ("turn on the kitchen lights", "setLight room=kitchen state=on"),
        ("Turn ON kitchen light.", "setLight room=kitchen state=on"),
        ("turn off the living-room lights!", "setLight room=living room state=off"),
        ("set the kitchen lights to 90%", "setBrightness brightness=90 room=kitchen"),
        ("set kitchen light to ninety percent", "setBrightness brightness=90 room=kitchen"),
        ("turn on the kitchen lights at 7 pm", ""), ("turn on the kitchen lights in five minutes", ""),
        ("turn off the hallway and living room lights", ""), ("don't turn on the kitchen lights", ""),
        ("do not turn on the kitchen lights", ""), ("never turn on the kitchen lights", ""),
        ("who turned on the kitchen lights", ""), ("how hot is the living room", ""),
        ("set the volume to 90 percent", ""), ("go back in the living room", ""), ("turn up the kitchen lights", ""),
        ("turn on the bathroom lights", ""), ("turn on the kitchen", ""), ("turn on the chicken lights", ""),
        ("please turn on the kitchen lights", ""), ("kitchen lights", ""), ("turn the kitchen lights", ""),
        ("turn on the kitchen lights or else", ""), ("turn on off the kitchen lights", ""),
        ("set the kitchen lights to 101 percent", ""), ("set the kitchen lights to -1 percent", ""),
      ],
      in: """
        intents:
          setLight: {data: [{sentences: ["turn {state} [the] {room} light[s]"]}]}
          setBrightness: {data: [{sentences: ["set [the] {room} light[s] to {0..100:brightness} percent"]}]}
        lists:
          state: {values: [on, off]}
          room: {values: [kitchen, bedroom, hallway, living room]}
        """)
  }

  @Test func numbersAreReadAndNeverMended() throws {
    try expect(
      [
        ("heat to 20 degrees", "heat degrees=20"), ("heat to twenty degrees", "heat degrees=20"),
        ("heat to 20°", "heat degrees=20"), ("heat to 20C", "heat degrees=20"), ("heat to 20 °C", "heat degrees=20"),
        ("heat to 20.0 degrees", "heat degrees=20"), ("heat to 007 degrees", "heat degrees=7"),
        ("heat to one hundred degrees", "heat degrees=100"), ("heat to a hundred degrees", "heat degrees=100"),
        ("heat to 100 degrees", "heat degrees=100"),
        ("heat to -5 degrees", ""), ("heat to –5 degrees", ""), ("heat to - 5 degrees", ""),
        ("heat to minus five degrees", ""), ("heat to 20.5 degrees", ""),
        ("heat to twenty point five degrees", ""), ("heat to 20,5 degrees", ""), ("heat to 20 5 degrees", ""),
        ("heat to 200 degrees", ""), ("heat to 1,000 degrees", ""), ("heat to 101 degrees", ""),
        ("heat to ½ degrees", ""),
        ("heat to 1/2 degrees", ""), ("heat to 7:30 degrees", ""), ("heat to 7 pm degrees", ""), ("heat to 20F", ""),
        ("heat to 5-10 degrees", ""), ("heat to >5 degrees", ""), ("heat to 20² degrees", ""),
        ("heat to 20th degrees", ""),
        ("heat to 1e2 degrees", ""), ("heat to +- 5 degrees", ""), ("heat to degrees", ""),
      ],
      in: """
        intents: {heat: {data: [{sentences: ["heat to {degrees} degrees"]}]}}
        lists: {degrees: {range: {from: 0, to: 100}}}
        """)
  }

  /// What one slot cannot hold, no other sentence holds instead.
  @Test func numbersChooseNoOtherSentence() throws {
    try expect(
      [
        ("set the temperature to 20 degrees", "SetTemperature degrees=20"),
        ("set temperature to 20C", "SetTemperature degrees=20"),
        ("set the temperature to 5", "SetTemperature degrees=5"),
        ("set the lights to 100 percent", "SetBrightness brightness=100"),
        ("set lights to 0%", "SetBrightness brightness=0"), ("set a timer for 1 minute", "StartTimer minutes=1"),
        ("set timer for 90min", "StartTimer minutes=90"),
        ("set a timer for ninety-nine minutes", "StartTimer minutes=99"),
        ("set the temperature to 20.5 degrees", ""), ("set the temperature to -5 degrees", ""),
        ("set the temperature to 80 degrees", ""), ("set the temperature to 200 degrees", ""),
        ("set the temperature to 4 degrees", ""), ("set the temperature to 31", ""),
        ("set the temperature to 20 percent", ""), ("set the lights to 1,000 percent", ""),
        ("set the lights to 20 degrees", ""), ("set the lights to 100.5 percent", ""),
        ("set a timer for 100 minutes", ""), ("set a timer for zero minutes", ""),
        ("set a timer for 5 minutes 30", ""), ("set a timer for half a minute", ""),
      ],
      in: """
        intents:
          SetTemperature: {data: [{sentences: ["set [the] temperature to {5..30:degrees} [degrees]"]}]}
          SetBrightness: {data: [{sentences: ["set [the] lights to {0..100:brightness} percent"]}]}
          StartTimer: {data: [{sentences: ["set [a] timer for {1..99:minutes} minute[s]"]}]}
        """)
  }

  @Test func fractionsOfARange() throws {
    try expect(
      [
        ("heat to 20.5", "heat degrees=20.5"), ("heat to 20½°", "heat degrees=20.5"),
        ("heat to 20 1/2", "heat degrees=20.5"),
        ("heat to twenty point five degrees", "heat degrees=20.5"), ("heat to 20", "heat degrees=20"),
        ("heat to twenty and a half degrees", "heat degrees=20.5"), ("heat to 20.50", "heat degrees=20.5"),
        ("heat to -0.5", "heat degrees=-0.5"), ("heat to 20.0", "heat degrees=20"), ("heat to 20.3", ""),
        ("heat to 30.5", ""), ("heat to 20.55", ""), ("heat to 20.5.5", ""), ("heat to 20.5 5", ""),
        ("dim by 0.25", "dim by=25.0"), ("dim by three tenths", ""), ("dim by .3", ""),
      ],
      in: """
        intents:
          heat: {data: [{sentences: ["heat to {degrees} [degrees]"]}]}
          dim: {data: [{sentences: ["dim by {by}"]}]}
        lists:
          degrees: {range: {from: -1, to: 30, fractions: halves}}
          by: {range: {from: 0, to: 1, step: 0.25, multiplier: 100}}
        """)
  }

  @Test func durationsAndTimes() throws {
    try expect(
      [
        ("timer for 5min", "timer minutes=5"), ("timer for 5 min", "timer minutes=5"),
        ("timer for 5 minutes", "timer minutes=5"), ("timer for 1h30m", "timer hours=1 minutes=30"),
        ("timer for 1 h 30 min", "timer hours=1 minutes=30"),
        ("timer for one hour and thirty minutes", "timer hours=1 minutes=30"), ("timer for 60min", ""),
        ("wake me at 7:30am", "alarm hour=7 minute=30 part=am"),
        ("wake me at 7:30 a.m.", "alarm hour=7 minute=30 part=am"),
        ("wake me at 7.30 am", "alarm hour=7 minute=30 part=am"),
        ("wake me at 7.30pm", "alarm hour=7 minute=30 part=pm"),
        ("wake me at 7.30", ""), ("wake me at 7.3 am", ""), ("wake me at 7.75 am", ""),
        ("wake me at 19:45", "alarm hour=19 minute=45"), ("wake me at 7 pm", "alarm hour=7 part=pm"),
        ("wake me at 10:05", "alarm hour=10 minute=5"), ("wake me at 25:00", ""), ("wake me at 7:60", ""),
        ("wake me on the 21st", "date day=21"), ("wake me on the twenty first", "date day=21"),
        ("wake me on the 32nd", ""), ("wake me on the 21", ""),
      ],
      in: """
        intents:
          timer: {data: [{sentences: ["timer for [<hours>] [and] [<minutes>]"]}]}
          alarm: {data: [{sentences: ["wake me at {0..23:hour} [{1..59:minute}] [{part}]"]}]}
          date: {data: [{sentences: ["wake me on the {day}"]}]}
        lists:
          part: {values: [{in: "(am|a.m.)", out: am}, {in: "(pm|p.m.)", out: pm}]}
          day: {values: [{in: 1st, out: "1"}, {in: 21st, out: "21"}]}
        expansion_rules:
          hours: "{1..23:hours}[ ](hour[s]|h)"
          minutes: "{1..59:minutes}[ ](minute[s]|min[s])"
        """)
  }

  @Test func freePartsHaveTheirOwnWords() throws {
    try expect(
      [
        ("play the office", "play song=the office"), ("play hello by adele", "play artist=adele song=hello"),
        ("Play Bohemian Rhapsody by Queen.", "play artist=Queen song=Bohemian Rhapsody"),
        ("play stand by me by Ben E. King", "play artist=Ben E. King song=stand by me"),
        ("play \"Hello, Goodbye\"", "play song=Hello, Goodbye"), ("play previous", "previous"),
        ("play the previous song", "previous"), ("play previous songs", "play song=previous songs"),
        ("set a timer called pizza oven for 20 minutes", "timer label=pizza oven minutes=20"),
        ("set a timer called tea for two for 5 minutes", "timer label=tea for two minutes=5"),
        ("set a timer called tea for -5 minutes", ""), ("set a timer called for 5 minutes", ""),
        ("add oat milk to my shopping list", "add item=oat milk"),
        ("put 2 eggs on the shopping list", "add item=2 eggs"),
        ("add Ben & Jerry's to the shopping list, please", "add item=Ben & Jerry's"),
        ("add to my shopping list", ""), ("add ? to my shopping list", ""), ("play", ""), ("play !", ""),
        ("please play jazz please", "play song=jazz"), ("add oat milk to my wish list", ""),
        ("play hello and put milk on the shopping list", "play song=hello; add item=milk"),
      ],
      in: """
        intents:
          play: {data: [{sentences: ["play {song}", "play {song} by {artist}"]}]}
          previous: {data: [{sentences: ["play [the] previous [song]"]}]}
          timer: {data: [{sentences: ["set [a] timer called {label} for {1..60:minutes} minutes"]}]}
          add: {data: [{sentences: ["(add|put) {item} (to|on) [the|my] shopping list"]}]}
        lists: {song: {wildcard: true}, artist: {wildcard: true}, label: {wildcard: true}, item: {wildcard: true}}
        skip_words: [please]
        """)
  }

  @Test func oneFreePart() throws {
    try expect(
      [
        ("add oat milk to my list", "add item=oat milk"), ("add oat milk to list", "add item=oat milk"),
        ("add eggs, flour and 2 lemons to my list", "add item=eggs, flour and 2 lemons"),
        ("add my to list", "add item=my"), ("add something to add to my list", "add item=something to add"),
        ("Add crème fraîche to my list.", "add item=crème fraîche"), ("add H2O to my list", "add item=H2O"),
        ("add to do list to my list", "add item=to do list"), ("add 50% cream to list", "add item=50% cream"),
        ("add milk to my lists", ""), ("add milk to the list", ""), ("add milk", ""), ("add to my list", ""),
        ("milk to my list", ""), ("add milk on my list", ""), ("add ... to my list", ""),
      ],
      in: """
        intents: {add: {data: [{sentences: ["add {item} to [my] list"]}]}}
        lists: {item: {wildcard: true}}
        """)
  }

  /// The words of a free part stand in the sentence as well.
  @Test func freeWordsStandInTheSentence() throws {
    let recognizer = try Self.recognizer(
      """
      intents: {add: {data: [{sentences: ["add {item} to [my] list"]}]}}
      lists: {item: {wildcard: true}}
      """)
    let command = try #require(try recognizer.recognize([TranscriptToken("Add Oat Milk to my list")])[0].interpretation)
    #expect(command.text == "add Oat Milk to my list")
    #expect(command.slots == [.init(name: "item", value: .text("Oat Milk"), time: nil, words: ["Oat", "Milk"])])
  }

  @Test func skippedWordsTakeNoOthersPlace() throws {
    try expect(
      [
        ("cancel the timer", "cancel"), ("please cancel the timer", "cancel"), ("cancel the timer, please", "cancel"),
        ("could you cancel timer please", "cancel"), ("could you please cancel the timer", "cancel"),
        ("cancel pizza timer", "cancelNamed who=pizza"), ("please cancel pizza timer", "cancelNamed who=pizza"),
        ("cancel the pizza timer", "cancelNamed who=the pizza"), ("cancel could timer", "cancelNamed who=could"),
        ("cancel my pleasing timer", "cancelNamed who=my pleasing"), ("could cancel the timer", ""), ("please", ""),
        ("please please", ""), ("could you", ""), ("pleased cancel the timer", ""), ("you cancel the timer", ""),
        ("cancel the timers", ""), ("cancel the please", ""),
      ],
      in: """
        intents:
          cancel: {data: [{sentences: ["cancel [the] timer"]}]}
          cancelNamed: {data: [{sentences: ["cancel {who} timer"]}]}
        lists: {who: {wildcard: true}}
        skip_words: [please, could you]
        """)
    try expect(
      [
        ("decrease timer by 30 minutes", "less minutes=30"), ("decrease timer by 30 minutes please", "less minutes=30"),
        ("i want decrease timer by 30 minutes", "less minutes=30"),
        ("please i want decrease timer by thirty minutes", "less minutes=30"),
        ("decrease timer by please 30 minutes", "less minutes=30"),
        ("decrease timer by thirty please five minutes", ""), ("decrease kitchen timer by 30 minutes", ""),
        ("decrease the timer by 30 minutes", ""), ("decrease pizza timer by 30 minutes", ""),
        ("increase timer by 30 minutes", ""), ("i decrease timer by 30 minutes", ""),
        ("we want decrease timer by 30 minutes", ""), ("decrease timer by 30 seconds", ""),
        ("decrease timer by minutes", ""), ("decrease timer by a few minutes", ""),
        ("i want decrease timer by 130 minutes", ""),
      ],
      in: """
        intents: {less: {data: [{sentences: ["decrease timer by {minutes} minutes"]}]}}
        lists: {minutes: {range: {from: 1, to: 100}}}
        skip_words: [please, i want]
        """)
  }

  @Test func shortCommandsAreSure() throws {
    try expect(
      [
        ("pause", "hold"), ("Mute.", "hold"), ("play", "go"), ("applause", ""), ("pause it", ""), ("plays", ""),
        ("you", ""),
        ("on", ""), ("pause and play", "hold; go"), ("pause, play", "hold; go"),
        ("pause. Then turn on the lights", "hold; go"),
        ("pause play", ""), ("pause and", ""), ("and pause", ""), ("pause and mute and also play", "hold; hold; go"),
        ("pause and then play", "hold; go"), ("pause and jump", ""),
      ],
      in: """
        intents:
          hold: {data: [{sentences: [pause, mute]}]}
          go: {data: [{sentences: [play, "turn on the lights"]}]}
        """)
  }

  /// What is written with and without blanks does not multiply, and is understood in either way.
  @Test func choicesThatTouch() throws {
    try expect(
      [
        ("set a timer for 5min", "timer minutes=5"), ("set a timer for 5 min", "timer minutes=5"),
        ("set a timer for five minutes", "timer minutes=5"), ("set a timer for fiveminutes", "timer minutes=5"),
        ("set a timer for 1h30min", "timer hours=1 minutes=30"), ("set a timer for 10sec", "timer seconds=10"),
        ("set a timer for 1 hour and 5min and 10 secs", "timer hours=1 minutes=5 seconds=10"),
        ("set a timer for 1h 5minutes10seconds", "timer hours=1 minutes=5 seconds=10"),
        ("set a timer for 60min", ""), ("set a timer for 5min5min", ""), ("set a timer for 5mi", ""),
        ("set a timer for -5min", ""), ("set a timer for min", ""), ("seta timer for 5min", ""),
        ("set a timer for5min", "timer minutes=5"), ("set a timerfor five minutes", ""),
        ("set a timer for fiveminutes andten seconds", "timer minutes=5 seconds=10"),
      ],
      in: """
        intents: {timer: {data: [{sentences: ["set a timer for <duration>"]}]}}
        expansion_rules:
          seconds: "{1..59:seconds}[ ](second[s]|sec[s])"
          minutes: "{1..59:minutes}[ ](minute[s]|min[s])[[ ][and][ ]<seconds>]"
          hours: "{1..23:hours}[ ](hour[s]|h)[[ ][and][ ]<minutes>]"
          duration: "<seconds>|<minutes>|<hours>"
        """)
    let letters = String(repeating: "(ab|cd|ef|gh|ij|kl|mn|op|qr|st)", count: 6)
    try expect(
      [
        ("say abcdabcdabst", "say"), ("say ab cd ab cd ab st", ""), ("say abcdabcdab", ""), ("say abcdabcdabsz", ""),
      ],
      in: "intents: {say: {data: [{sentences: [\"say \(letters)\"]}]}}")
  }

  /// Another room is another room, however it is written, and the rooms that there are keep their names.
  @Test func anUnknownRoomIsNoOther() throws {
    try expect(
      [
        ("turn on the bedroom lights", "on area=bedroom"), ("turn on the Kitchen lights", "on area=kitchen"),
        ("turn on the bathroom lights", ""), ("turn on the bed lights", ""), ("turn on the bedrooms lights", ""),
        ("turn on the red room lights", ""), ("turn on the kitchenette lights", ""), ("turn on the kitten lights", ""),
        ("turn on the bedroom and kitchen lights", ""), ("turn on the big bedroom lights", ""),
        ("turn on the lights", ""), ("turn on the bedroom 2 lights", ""), ("turn on the bedroom's lights", ""),
        ("turn on the bed-room lights", ""), ("turn on the guest bedroom lights", ""),
      ],
      in: """
        intents: {on: {data: [{sentences: ["turn on the {area} lights"]}]}}
        lists: {area: {values: [bedroom, kitchen]}}
        """)
  }

  @Test func numbersInListsAndInitialisms() throws {
    try expect(
      [
        ("brightness maximum", "bright level=100"), ("brightness 55", "bright level=55"), ("brightness 101", ""),
        ("brightness 0", "bright level=0"), ("Brightness: 100", "bright level=100"), ("brightness -1", ""),
        ("brightness 55.5", ""), ("brightness minimum", ""), ("brightness maximum 5", ""), ("brightness 5 5", ""),
        ("brightness fifty five", "bright level=55"), ("brightness 1e2", ""), ("brightness 100%", ""),
        ("whats on", "whats"), ("What's on?", "whats"), ("what’s on", "whats"), ("whatis on", ""),
        ("turn on the tv", "tv"), ("turn on the T.V.", "tv"), ("turn on the Café lights", "cafe"),
        ("turn on the cafe lights", "cafe"), ("half a minute", "half"), ("1/2 a minute", "half"),
        ("½ a minute", "half"),
      ],
      in: """
        intents:
          bright: {data: [{sentences: ["brightness {level}", "brightness {percent:level}"]}]}
          tv: {data: [{sentences: ["turn on the TV"]}]}
          cafe: {data: [{sentences: ["turn on the café lights"]}]}
          half: {data: [{sentences: ["(half|1/2) a minute"]}]}
          whats: {data: [{sentences: ["what's on"]}]}
        lists:
          level: {values: [{in: maximum, out: 100}]}
          percent: {range: {from: 0, to: 100}}
        """)
  }
}
