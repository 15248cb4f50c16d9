import Lexicon
import Testing

@testable import Commands

@Suite struct CommandErrorTests {
  /// A native file with these sentences, of which each begins at column 11 of lines 5, 6 ...
  private static func sentences(_ sentences: String...) -> String {
    "intents:\n  a:\n    data:\n      - sentences:\n" + sentences.map { "        - \($0)\n" }.joined()
  }

  private static let rest = "intents: {a: {data: [{sentences: [go]}]}}\n"

  private static let native: [(String, String)] = [
    // What stands where.
    ("", "1:1: no commands: expected the key 'intents' (native) or 'context' (Rhino) at the top"),
    ("# nothing\n", "1:1: no commands: expected the key 'intents' (native) or 'context' (Rhino) at the top"),
    ("language: en\n", "1:1: no commands: expected the key 'intents' (native) or 'context' (Rhino) at the top"),
    ("intents: 5\nlanguage: zh-CN\n", "2:11: the language 'zh-CN' is not understood here; 'en' is"),
    ("lists: {}\n", "1:1: no commands: expected the key 'intents' (native) or 'context' (Rhino) at the top"),
    ("- intents\n", "1:1: expected a mapping with 'intents' (native) or 'context' (Rhino), found a sequence"),
    ("intents: go\n", "1:10: expected a mapping from intent names to their data, found 'go'"),
    ("intents:\n  a: [x]\n", "2:6: expected a mapping with 'data', found a sequence"),
    ("intents:\n  a: {}\n", "2:6: expected the key 'data', found none"),
    ("intents:\n  a:\n    data: x\n", "3:11: expected a sequence of blocks with 'sentences', found 'x'"),
    ("intents:\n  a:\n    data:\n      - slots: {x: y}\n", "4:9: expected sentences, found none"),
    (
      "intents:\n  a:\n    data:\n      - sentences: go\n",
      "4:20: expected a sequence of sentence templates, found 'go'"
    ),
    (sentences("[a, b]"), "5:11: expected a sentence template, found a sequence"),
    (
      "intents: {a: {data: [{sentences: [go], slots: {x: {y: 1}}}]}}\n",
      "1:51: expected the slot's value, found a mapping"
    ),
    ("context: {}\nintents: {}\n", "2:1: native and Rhino command files cannot be mixed"),
    // YAML.
    ("intents: [\n", "2:1: not YAML: while parsing a flow node, did not find expected node content"),
    (
      "intents:\n\t- a\n",
      "2:1: not YAML: while scanning for the next token, found character that cannot start any token"
    ),
    ("a: &x 1\nb: *y\n", "2:4: not YAML: found undefined alias"),
    ("intents: {a: {data: []}}\nlists: {}\nlists: {}\n", "2:1: the key 'lists' is here twice"),
    ("intents: {on: {data: []}, 'on': {data: []}}\n", "1:11: the key 'on' is here twice"),
    // Templates.
    (sentences("turn [on"), "5:16: '[' has no partner"),
    (sentences("turn (on|off"), "5:16: '(' has no partner"),
    (sentences("turn (on|off]"), "5:23: ']' has no partner"),
    (sentences("turn on)"), "5:18: ')' has no partner"),
    (sentences("turn on}"), "5:18: '}' has no partner"),
    (sentences("turn {state"), "5:16: '{' has no partner"),
    (sentences("turn <state"), "5:16: '<' has no partner"),
    (sentences("turn {state)"), "5:22: ')' has no partner"),
    (sentences("turn (on|off;dim)"), "5:23: a group is divided either by '|' or by ';', not by both"),
    (sentences("turn ()"), "5:17: the group stands for nothing to say"),
    (sentences("turn []"), "5:17: the group stands for nothing to say"),
    (sentences("turn {}"), "5:17: expected the name of a list, found '}'"),
    (sentences("turn <>"), "5:17: expected the name of a rule, found '>'"),
    (sentences("turn {state:}"), "5:23: expected the name of a slot, found '}'"),
    (sentences("'turn on\\'"), "5:19: a backslash takes the next character as it is, but there is none"),
    (sentences("'[please]'"), "5:12: the template stands for nothing to say"),
    (sentences("'...'"), "5:12: the template stands for nothing to say"),
    (sentences("''"), "5:12: the template stands for nothing to say"),
    (
      sentences("go", "'<nothing>'") + "expansion_rules:\n  nothing: '[x]'\n",
      "6:12: the template stands for nothing to say"
    ),
    (sentences("(a;b;c;d;e;f;g;h;i)"), "5:12: too large: more than 8 items in any order"),
    // Numbers.
    (sentences("'{5..1:n}'"), "5:13: not a range: it goes from 5 down to 1"),
    (sentences("'{1..5,0:n}'"), "5:13: not a range: the step 0 is not positive"),
    (sentences("'{1..5}'"), "5:17: expected ':' and the slot's name after the range, found '}'"),
    (sentences("'{1..x:n}'"), "5:16: expected a whole number after '..', found 'x'"),
    (sentences("'{1..5,x:n}'"), "5:18: expected a whole number as the step, found 'x'"),
    (sentences("'{0..2000000000000:n}'"), "5:13: not a range: 2000000000000 is greater than 1000000000000"),
    (rest + "lists:\n  n: {range: {from: 5, to: 1}}\n", "3:14: not a range: it goes from 5 down to 1"),
    (rest + "lists:\n  n: {range: {from: 5}}\n", "3:14: expected the key 'to', found none"),
    (rest + "lists:\n  n: {range: {from: five, to: 6}}\n", "3:21: expected a number, found 'five'"),
    (rest + "lists:\n  n: {range: {from: 1, to: 6, multiplier: x}}\n", "3:43: expected a number, found 'x'"),
    (
      rest + "lists:\n  n: {range: {from: 1, to: 6, multiplier: 0}}\n",
      "3:14: not a range: the multiplier must be a number other than 0"
    ),
    // Names.
    (
      sentences("the {colour} light") + "lists: {color: {values: [red]}}\n",
      "5:16: unknown list 'colour'; did you mean 'color'?"
    ),
    (sentences("the {colour:x} light"), "5:16: unknown list 'colour'"),
    (sentences("go <hoem>") + "expansion_rules: {home: back}\n", "5:15: unknown rule 'hoem'; did you mean 'home'?"),
    (rest + "expansion_rules:\n  a: 'x <b>'\n  b: '[<a>]'\n", "4:9: '<a>' contains itself: <a> > <b> > <a>"),
    (rest + "expansion_rules: {a: '<a>'}\n", "2:24: '<a>' contains itself: <a> > <a>"),
    (rest + "lists:\n  a: {values: ['x {a:b}']}\n", "3:20: '{a}' contains itself: {a} > {a}"),
    // Lists.
    (rest + "lists:\n  a: {values: ['']}\n", "3:17: the value stands for nothing to say"),
    (rest + "lists:\n  a: {values: ['[x] [y]']}\n", "3:17: the value stands for nothing to say"),
    (rest + "lists:\n  a: {}\n", "3:6: expected a list with 'values', 'range' or 'wildcard', found none of them"),
    (
      rest + "lists:\n  a: {wildcard: true, values: [x]}\n",
      "3:23: expected one of 'values', 'range' and 'wildcard', found several"
    ),
    (rest + "lists:\n  a: {wildcard: maybe}\n", "3:17: expected 'true', found 'maybe'"),
    (rest + "lists:\n  a: {values: [{out: x}]}\n", "3:16: expected the key 'in', found none"),
    (
      rest + "lists:\n  a: {values: [[x]]}\n",
      "3:16: expected a value, or a mapping with 'in' and 'out', found a sequence"
    ),
    (
      rest + "lists:\n  a: {range: {from: 0, to: 3, fractions: thirds}}\n",
      "3:42: expected 'halves' or 'tenths', found 'thirds'"
    ),
    (
      rest + "lists:\n  a: {range: {from: 0, to: 3, step: 0.5, fractions: halves}}\n",
      "3:14: not a range: it has both a step and fractions"
    ),
    (
      rest + "lists:\n  a: {range: {from: 0.5, to: -0.5}}\n", "3:14: not a range: it goes from 0.5 down to -0.5"
    ),
    (
      rest + "lists:\n  a: {range: {from: 0, to: 1, step: 0.125}}\n",
      "3:14: not a range: it has numbers with more than two decimals"
    ),
    // Pronunciations.
    (
      rest + "pronunciations:\n  go: G OX\n",
      "3:7: 'OX' in the pronunciation 'G OX' is not an ARPAbet phone; they are AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"
    ),
    (rest + "pronunciations:\n  go: [G OW, '']\n", "3:15: a pronunciation has no phones"),
  ]

  private static let rhino: [(String, String)] = [
    ("context: x\n", "1:10: expected a mapping with 'expressions', found 'x'"),
    ("context: {slots: {}}\n", "1:10: expected the key 'expressions', found none"),
    ("context: {expressions: {a: go}}\n", "1:28: expected a sequence of expressions, found 'go'"),
    ("context: {expressions: {a: []}}\n", "1:25: expected expressions, found none"),
    ("context: {expressions: {a: ['[on, off']}}\n", "1:30: '[' has no partner"),
    ("context: {expressions: {a: ['on)']}}\n", "1:32: ')' has no partner"),
    ("context: {expressions: {a: ['[on, ]']}}\n", "1:34: an item of the group stands for nothing to say"),
    (
      "context: {expressions: {a: ['go $room']}}\n",
      "1:38: expected ':' and the slot's name after '$room', found the end"
    ),
    ("context: {expressions: {a: ['go $room: x']}}\n", "1:39: expected the slot's name after ':', found ' '"),
    ("context: {expressions: {a: ['go $ x']}}\n", "1:34: expected the type of a slot after '$', found ' '"),
    ("context: {expressions: {a: ['go @']}}\n", "1:34: expected the name of a macro after '@', found the end"),
    (
      "context: {expressions: {a: ['go $pv.Precent:x']}}\n",
      "1:34: unknown slot type 'pv.Precent'; did you mean 'pv.Percent'?"
    ),
    (
      "context: {expressions: {a: ['go @mcro']}, macros: {macro: [x]}}\n",
      "1:34: unknown macro 'mcro'; did you mean 'macro'?"
    ),
    ("context: {expressions: {a: ['(go)']}}\n", "1:30: the template stands for nothing to say"),
    ("context: {expressions: {a: [go]}, slots: {x: []}}\n", "1:43: the slot type 'x' stands for nothing to say"),
    ("context: {expressions: {a: [go]}, macros: {x: ['@x y']}}\n", "1:50: '<x>' contains itself: <x> > <x>"),
  ]

  @Test(arguments: native + rhino)
  func errorsNameThePlaceAndTheProblem(yaml: String, message: String) {
    let error = #expect(throws: CommandError.self) { try Grammar(yaml: yaml, file: "f.yaml") }
    #expect(error?.description == "f.yaml:" + message)
  }

  /// The same mistake, `<b>`, in every style of scalar: the place is the name's, whatever YAML does to the text before.
  @Test(arguments: [
    ("go <b>", "5:15"),
    ("'go <b>'", "5:16"),
    ("'it''s <b>'", "5:19"),
    ("\"go <b>\"", "5:16"),
    ("\"say \\\"\\u00e9\\\" <b>\"", "5:28"),
    ("\"go\\\n          on <b>\"", "6:15"),
    ("go\n          on <b>", "6:15"),
    ("'go\n\n          on <b>'", "7:15"),
    ("|\n          go\n          on <b>", "7:15"),
    (">\n          go on\n          and <b>", "7:16"),
    ("\"日本 <b>\"", "5:16"),
  ])
  func placesAreExactInEveryStyleOfScalar(scalar: String, place: String) {
    let error = #expect(throws: CommandError.self) { try Grammar(yaml: Self.sentences(scalar), file: "f") }
    #expect(error?.description == "f:\(place): unknown rule 'b'")
  }

  @Test func aWordNobodyCanSayIsAnError() throws {
    let grammar = try Grammar(yaml: Self.sentences("go", "say 日本"), file: "f")
    let error = #expect(throws: CommandError.self) { try CommandGraph(grammar, lexicon: Lexicon()) }
    #expect(error?.description == "f:6:11: '日本' has nothing in it that can be said")
  }
}
