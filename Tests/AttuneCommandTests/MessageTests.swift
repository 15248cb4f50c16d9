import Foundation
import TestSupport
import Testing

/// What is said to a person is in words.
@Suite struct MessageTests {
  private static let long = String(repeating: "x", count: 200)

  /// Every kind of thing that can be wrong, in every subcommand; `W` is a folder of files that are not what they should be.
  static let mistakes: [String] = [
    "score $C ''", "score $C --labels $W/odd.json $S", "score $C --labels $W/empty $S", "score $C --labels $W $S",
    "score $C --manifest $W/head.csv", "score $C --manifest ''", "score $C --output '' $S", "score $C --report '' $S",
    "score --commands '' $S", "score --commands $W/bad.yaml $S", "score --commands $W/odd.yaml $S",
    "score --commands $W $S", "score $C --noise '' --snr 1 $S", "score $C --beside $W/odd.json $S",
    "score $C --resume --output $W $S", "score $C --output $W/none/x $S", "score $C --channel 0 $S",
    "score $C --channel 2 $S",
    "align --text '' $S", "align --text ' ' $S", "align --text '!!!' $S", "align --text x --picture '' $S",
    "align --text x ''", "embed", "embed --sentences $W/none", "embed --text ''", "search --text '' $S",
    "search --text hi ''", "search --recall $W/head.csv", "compare $W/odd.json $W/odd.json", "compare $W $W",
    "compare --labels $W/odd.json $W/odd.json $W/odd.json", "curve $C ''", "curve $C --picture x $S", "curve $C",
    "fusion $C --labels $W/none.json --transcripts $W $S", "fusion $C --labels $W/odd.json --transcripts $W $S",
    "rehearse --commands $W/odd.yaml", "check ''", "check $W", "posteriors ''", "posteriors $W",
    "send --host unix:///\(long) $S", "send --host unix:// $S", "send --host tcp://127.0.0.1:1 $S",
    "send --host tcp://no.such.host.invalid:1 $S", "send --tls --authority $W/odd.json --host tcp://127.0.0.1:1 $S",
    "send --tls --authority $W/none --host tcp://127.0.0.1:1 $S", "send --events $W/odd.json", "send --events $W/none",
    "send --events - <&-", "send --token-file $W/empty $S", "send $W/none",
    "serve $C --listen unix:///\(long)", "serve $C --listen unix:///no/such/x", "serve $C --listen unix://$W",
    "serve $C --certificate $W/odd.json --key $W/odd.json", "serve $C --certificate $W/none --key $W/none",
    "serve $C --config $W/bad.yaml", "serve $C --config $W/odd.yaml", "serve $C --config $W/none",
    "serve $C --token-file $W/none", "serve $C --token-file $W/empty",
    "serve $C --metrics no.such.host.invalid:1 --listen tcp://127.0.0.1:0",
    "serve $C --metrics 192.0.2.1:1 --listen tcp://127.0.0.1:0", "serve $C --microphone no --listen tcp://127.0.0.1:0",
    "serve $C --console 192.0.2.1:1 --listen tcp://127.0.0.1:0", "serve $C --console x --listen tcp://127.0.0.1:0",
    "serve $C --console 192.0.2.1:1 --token-file $W/odd.json --listen tcp://127.0.0.1:0",
    "listen $C --device no", "listen $C --save $W/empty --device null", "nonsense", "score --threshold x",
  ]

  @Test(.enabled(if: Model.isThere, Model.comment)) func noNameOfOurInsidesIsSaid() throws {
    let folder = try TemporaryFolder()
    for (name, text) in [
      ("odd.json", #"{"a": 1}"#), ("empty", ""), ("head.csv", "path\n"), ("bad.yaml", "x: [1"),
      ("odd.yaml", "nonsense: {a: 1}"),
    ] {
      try folder.write(Array(text.utf8), to: name)
    }
    let lines = Self.mistakes.map { "timeout 20 $A \($0) 2>&1 >/dev/null | tr '\\n' ' '; echo \"=${PIPESTATUS[0]}\"" }
    let run = try ShellRun("W=\(folder.path)\n" + lines.joined(separator: "\n"), seconds: 600)
    let said = run.output.split(separator: "\n").map(String.init)
    #expect(said.count == Self.mistakes.count)
    for (mistake, text) in zip(Self.mistakes, said) {
      #expect(text.wholeMatch(of: /.*=(1|2|64)/) != nil, "\(mistake): \(text)")
      // A name in camel case before a parenthesis or a full stop, or alone at the end, is one of a type or a case.
      #expect(!text.contains(/\b[a-z]+[A-Z][A-Za-z]*[(.]|\b[A-Z][a-z]+[A-Z][A-Za-z]*[(.]/), "\(mistake): \(text)")
      #expect(!text.contains(/: [a-z]+[A-Z][A-Za-z]*( |=)/), "\(mistake): \(text)")
      for name in ["Error Domain=", "NSCocoaErrorDomain", "errno", "Optional(", "attune: :"] {
        #expect(!text.contains(name), "\(mistake): \(text)")
      }
    }
  }
}
