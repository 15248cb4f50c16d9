import Testing

/// Which of several readings of a text is taken.
extension WrittenCommandTests {
  /// As hassil does, whose best reading has a name rather than an area, and the longest name of several.
  @Test func fewLongValuesWinOverManyShortOnes() throws {
    try expect(
      [
        ("set bedroom curtain to 50", "set level=50 name=bedroom curtain"),
        ("set kitchen curtain to 50", "set area=kitchen kind=curtain level=50"),
        ("turn the bedroom lamp off", "off name=bedroom lamp"), ("turn the kitchen lamp off", "off area=kitchen"),
        ("set the old bedroom lamp to 55", "set level=55 name=old bedroom lamp"),
        ("set the old bedroom lamp to fifty five", "set level=55 name=old bedroom lamp"),
      ],
      in: """
        intents:
          set:
            data:
              - sentences: ["set {area} {kind} to {level}", "set the old {name} to {level}"]
              - sentences: ["set [the] {name} to {level}"]
          off: {data: [{sentences: ["turn [the] {area} lamp off"]}, {sentences: ["turn [the] {name} off"]}]}
        lists:
          area: {values: [bedroom, kitchen]}
          kind: {values: [curtain, blind]}
          name: {values: [bedroom curtain, bedroom lamp, old bedroom lamp]}
          level: {range: {from: 0, to: 100}}
        """)
  }

  /// As hassil does for Home Assistant: a name wins over a kind, what the template says over what it leaves open.
  @Test func namesAndThenLiteralWordsWin() throws {
    try expect(
      [
        ("close the garage door", "close name=Garage Door"), ("close the shed door", "close kind=door"),
        ("all fans off", "off"), ("all fans on", "state is=on"),
        ("remind me of tea", "later what=tea"), ("in five minutes tea", "later minutes=5 what=tea"),
      ],
      in: """
        intents:
          close: {data: [{sentences: ["close [the] {kind}"]}, {sentences: ["close [the] {name}"]}]}
          state: {data: [{sentences: ["all fans {is}"]}]}
          off: {data: [{sentences: ["all fans off"]}]}
          later: {data: [{sentences: ["remind me of {what}", "in {1..9:minutes} minutes {what}"]}]}
          called: {data: [{sentences: ["remind me of {label:name}", "in {1..9:minutes} minutes {label:name}"]}]}
        lists:
          kind: {values: [{in: "(garage|shed) door", out: door}]}
          name: {values: [Garage Door]}
          is: {values: ["on", "off"]}
          what: {wildcard: true}
          label: {wildcard: true}
        """)
  }

  @Test func valuesOfListsSettleWhichIntentIsMeant() throws {
    try expect(
      [
        ("start party", "script name=party"), ("start rover", "vacuum name=rover"),
        ("set blind to 50", "move level=50 name=blind"), ("set lamp to 50", "dim level=50 name=lamp"),
        ("start lamp", ""), ("set rover to 50", ""),
      ],
      in: """
        intents:
          script: {data: [{sentences: ["start {name}"], requires_context: {domain: script}}]}
          vacuum: {data: [{sentences: ["start {name}"], requires_context: {domain: vacuum}}]}
          dim: {data: [{sentences: ["set {name} to {level}"], requires_context: {domain: light}}]}
          move: {data: [{sentences: ["set {name} to {level}"], requires_context: {domain: [cover, valve]}}]}
        lists:
          name:
            values:
              - {in: party, out: party, context: {domain: script}}
              - {in: rover, out: rover, context: {domain: vacuum}}
              - {in: blind, out: blind, context: {domain: cover}}
              - {in: lamp, out: lamp, context: {domain: light}}
          level: {range: {from: 0, to: 100}}
        """)
  }
}
