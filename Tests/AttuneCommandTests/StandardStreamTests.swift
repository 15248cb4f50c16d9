import Foundation
import TestSupport
import Testing

/// What cannot be written or read is said, and is no success.
@Suite(.enabled(if: Model.isThere, Model.comment)) struct StandardStreamTests {
  @Test(arguments: [
    "score $C $S", "score --format csv $C $S", "score --format table $C $S", "check --quick config/lights.yaml",
    "embed --text hi",
    "align --text hi $S", "posteriors $S", "curve $C $S", "search --text hi $S", "send --print-events $S", "--help",
    "--version", "score --help", "serve --listen tcp://127.0.0.1:0 $C",
  ])
  func aFullDiskIsSaid(command: String) throws {
    let run = try ShellRun("$A \(command) >/dev/full")
    #expect(run.status == 2)
    #expect(run.errors.contains("attune: standard output: cannot be written: No space left on device\n"))
  }

  @Test func closedStreamsAreErrors() throws {
    let output = try ShellRun("$A score $C $S >&-")
    #expect(output.status == 2 && output.errors == "attune: standard output: cannot be written: Bad file descriptor\n")
    let input = try ShellRun("$A score $C - <&-")
    #expect(input.status == 2 && input.errors.hasPrefix("attune: -: not a manifest: it cannot be read: "))
    #expect(try ShellRun("$A score $C - <.").status == 2)
    #expect(try ShellRun("$A score $C - </dev/null").status == 0)
    // Nothing that is opened takes the place of what was closed.
    let errors = try ShellRun("$A score $C $S 2>&-")
    #expect(errors.status == 0 && errors.output.split(separator: "\n").count == 1)
    #expect(try ShellRun("$A score $C $S <&- 2>&- | wc -l").output.contains("1"))
  }

  @Test func aReaderThatGoesIsNoErrorMessage() throws {
    // It is gone for certain by then: less than what a pipe holds is written.
    let run = try ShellRun("exec 3>&1; { sleep 1; $A posteriors $S; echo $? >&3; } | true")
    #expect(run.output == "141\n" && run.errors.isEmpty)
  }

  @Test func outputsGoThroughLinksAndIntoDevices() throws {
    let folder = try TemporaryFolder()
    let run = try ShellRun(
      """
      cd \(folder.path); R=\(AttuneProcess.root); C="--commands $R/config/lights.yaml"; S=$R/$S
      for n in html json jsonl svg; do echo old >real.$n; ln -s real.$n link.$n; done
      $A score $C --report link.html --measurements link.json --output link.jsonl $S 2>/dev/null
      $A align --text hi --picture link.svg $S >/dev/null
      for n in html json jsonl svg; do [ -L link.$n ] && [ -f real.$n ] && ! grep -qx old real.$n && echo $n; done
      ln -s /dev/null null.html; $A score $C --report null.html $S >/dev/null 2>&1; readlink null.html
      mkfifo pipe.html; cat pipe.html >read.html & $A score $C --report pipe.html $S >/dev/null 2>&1; wait
      [ -p pipe.html ] && [ -s read.html ] && echo pipe
      $A score $C --report /dev/stdout $S 2>/dev/null | grep -c '</html>'
      ls -A | grep -c part
      """)
    #expect(run.output == "html\njson\njsonl\nsvg\n/dev/null\npipe\n1\n0\n", "\(run.errors)")
  }

  /// `--resume` finds what a run through a link has left, and nothing that was planted there is written to.
  @Test func theJournalOfALinkIsFound() throws {
    let folder = try TemporaryFolder()
    let run = try ShellRun(
      """
      cd \(folder.path); R=\(AttuneProcess.root); C="--commands $R/config/lights.yaml"; S=$R/$S
      ln -s real.jsonl link.jsonl
      echo mine >victim; ln -s victim real.jsonl.unfinished
      $A score $C --output link.jsonl $S; echo $?; cat victim; rm real.jsonl.unfinished
      ln victim real.jsonl.unfinished; $A score $C --output link.jsonl $S; echo $?; cat victim
      """)
    #expect(run.output == "2\nmine\n2\nmine\n")
    #expect(run.errors.contains("it is a link") && run.errors.contains("has another name"))
  }

  @Test func whatStandsInAFolderIsALineAndNothingIsWaitedFor() throws {
    let folder = try TemporaryFolder()
    let run = try ShellRun(
      #"""
      R=$PWD; cd \#(folder.path); cp $R/$S a.flac; cp $R/$S $'caf\xe9.flac'; mkfifo pipe.wav; cp $R/$S $'e\e[31m.flac'
      $A score --commands $R/config/lights.yaml . 2>/dev/null; echo $?
      $A score --commands $R/config/lights.yaml --format table . 2>&1
      $A score --commands $R/config/lights.yaml 'caf\xe9.flac' $'caf\xe9.flac' $'no-\e[31m' 2>&1 | grep -c setLight
      $A align --text hi $'no-\e[31m' 2>&1
      """#, seconds: 50)
    #expect(run.status == 2)
    let records = try AttuneProcess.records(in: run.output.split(separator: "\n").prefix(4).joined(separator: "\n"))
    #expect(
      records.map { $0["file"] as? String } == ["./a.flac", "./caf\\xe9.flac", "./e\u{1B}[31m.flac", "./pipe.wav"])
    #expect(records.map { $0["error"] is String } == [false, false, false, true])
    #expect(run.output.contains("\n1\nfile") && run.output.contains("\n2\nattune: no-\\u001b[31m: "))
    #expect(!run.output.contains("\u{1B}") && run.output.contains("./e\\u001b[31m.flac"))
  }
}
