import AttuneClient
import Foundation
import Kernels
import TestSupport
import Testing
import WyomingPeer

@testable import Capture
@testable import attune

/// Each examination on machines that are made up.
@Suite struct DoctorTests {
  private static let folder = "/opt/attune"

  /// A machine on which there is nothing.
  private static let empty = Machine(
    text: { _ in nil }, names: { _ in nil }, mayUse: { _ in false }, group: { _ in nil }, program: { _ in nil },
    output: { _, _ in nil }, devices: { [] },
    kernels: { ProcessorKernels(loops: "L", library: "oneDNN 0", instructions: "I", hasBrainFloats: true) },
    occupant: { _ in .nobody }, folder: folder)

  private static func machine(_ change: (inout Machine) -> Void) -> Machine {
    var machine = empty
    change(&machine)
    return machine
  }

  private static func device(_ name: String, error: MicrophoneError? = nil) -> CaptureDeviceInfo {
    let abilities = CaptureDeviceInfo.Abilities(rates: 16_000...48_000, channels: 1...2, formats: [.s16])
    return CaptureDeviceInfo(name: name, summary: "", abilities: error.map { .failure($0) } ?? .success(abilities))
  }

  // MARK: The microphone

  @Test func aDeviceThatCanBeOpenedIsEnough() async {
    let finding = await SoundExamination().finding(
      on: Self.machine { $0.devices = { [Self.device("hw:0"), Self.device("default"), Self.device("x")] } })
    #expect(finding == .ok("'hw:0' can be opened, and 2 more (attune devices)"))
  }

  @Test func withoutAMicrophoneOneIsAbsent() async {
    let none = await SoundExamination().finding(on: Self.empty)
    #expect(none.verdict == .absent && none.text.contains("no sound card") && none.advice != nil)
    let playing = await SoundExamination().finding(
      on: Self.machine { $0.names = { $0 == "/dev/snd" ? ["controlC0", "pcmC0D0p", "timer"] : nil } })
    #expect(playing.verdict == .absent && playing.text.contains("only play"))
  }

  @Test func aMicrophoneOfAnotherGroupIsWrong() async {
    let finding = await SoundExamination().finding(
      on: Self.machine {
        $0.names = { _ in ["controlC0", "pcmC0D0p", "pcmC1D0c"] }
        $0.group = { $0 == "/dev/snd/pcmC1D0c" ? "sound" : nil }
      })
    #expect(finding.verdict == .wrong && finding.text.contains("/dev/snd/pcmC1D0c"))
    #expect(finding.advice == "sudo usermod --append --groups sound $USER, then log in again")
  }

  @Test func aMicrophoneInUseIsNotKnown() async {
    let finding = await SoundExamination().finding(
      on: Self.machine {
        $0.names = { _ in ["pcmC1D0c"] }
        $0.mayUse = { $0 == "/dev/snd/pcmC1D0c" }
        $0.devices = { [Self.device("hw:1", error: .busy(device: "hw:1"))] }
      })
    #expect(finding.verdict == .unknown && finding.text.contains("hw:1"))
  }

  // MARK: The processor and memory

  @Test func theKernelsAreNamed() async {
    let finding = await ProcessorExamination().finding(on: Self.empty)
    #expect(finding == .ok("loops for L; products by oneDNN 0 for I, in brain floats"))
  }

  private static func memory(_ files: [String: String]) async -> Finding {
    await MemoryExamination().finding(on: machine { $0.text = { files[$0] } })
  }

  @Test func memoryIsWhatTheSystemCanGive() async {
    func info(_ kilobytes: Int) -> [String: String] {
      ["/proc/meminfo": "MemTotal:  99999999 kB\nMemFree:  1 kB\nMemAvailable:  \(kilobytes) kB\n"]
    }
    let needed = MemoryExamination.needed >> 10
    #expect(await Self.memory(info(needed)) == .ok("256 MiB are available, 256 MiB are needed"))
    let less = await Self.memory(info(needed - 1))
    #expect(less.verdict == .wrong && less.text.hasPrefix("255 MiB are available") && less.advice != nil)
    #expect(await Self.memory([:]).verdict == .unknown)
    #expect(await Self.memory(["/proc/meminfo": "MemAvailable: much kB\n"]).verdict == .unknown)
  }

  /// The tightest group counts, be it an outer one, and files that can be forgotten are free.
  @Test(arguments: [
    ("max", "max", "0", 4096), ("104857600", "max", "0", 100), ("max", "314572800", "0", 300),
    ("max", "314572800", "104857600", 200), ("209715200", "314572800", "104857600", 100),
  ])
  func aControlGroupLimitsMemory(outer: String, inner: String, taken: String, room: Int) async {
    var files = [
      "/proc/meminfo": "MemAvailable: 4194304 kB\n", "/proc/self/cgroup": "1:name=x:/y\n0::/outer/inner\n",
      "/sys/fs/cgroup/outer/memory.max": outer + "\n", "/sys/fs/cgroup/outer/memory.current": taken + "\n",
      "/sys/fs/cgroup/outer/inner/memory.max": inner + "\n", "/sys/fs/cgroup/outer/inner/memory.current": taken + "\n",
    ]
    let finding = await Self.memory(files)
    #expect(finding.verdict == (room < 256 ? .wrong : .ok) && finding.text.hasPrefix("\(room) MiB are available"))
    if room < 256 { #expect(finding.advice?.contains("control group") ?? false) }
    for group in ["outer", "outer/inner"] {
      files["/sys/fs/cgroup/\(group)/memory.stat"] = "anon 1\ninactive_file \(taken)\nactive_file 7\n"
    }
    let limits = [outer, inner].compactMap { Int($0) }.map { $0 >> 20 }
    #expect(await Self.memory(files).text.hasPrefix("\(limits.min() ?? 4096) MiB are available"))
  }

  // MARK: The weights

  /// Whoever changes a resource takes its checksum anew: make checksums.
  @Test func theChecksumsAreThoseOfTheResources() throws {
    let root = AttuneProcess.root
    let paths = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/Sources").filter { path in
      path.split(separator: "/").dropFirst().first == "Resources" && path.split(separator: "/").count == 3
    }
    let lines = try #require(Machine.this.output("/usr/bin/sha256sum", paths.map { "\(root)/Sources/\($0)" }))
    let written = try String(contentsOfFile: "\(root)/Sources/attune/Doctor/checksums.txt", encoding: .utf8)
    let expected = lines.replacingOccurrences(of: "\(root)/", with: "")
    #expect(Set(written.split(separator: "\n")) == Set(expected.split(separator: "\n")))
    #expect(WeightsExamination.resources.count == paths.count)
    #expect(
      Set(WeightsExamination.resources.map(\.checksum)) == Set(expected.split(separator: "\n").map { $0.prefix(64) }))
  }

  /// What Attune is made of, in a folder of its own.
  private static func installed() throws -> (folder: TemporaryFolder, machine: Machine) {
    let folder = try TemporaryFolder()
    for module in ["Aligner", "Lexicon", "Recognition"] {
      let source = "\(AttuneProcess.root)/Sources/\(module)/Resources"
      for name in try FileManager.default.contentsOfDirectory(atPath: source) {
        try folder.copy("\(source)/\(name)", as: "attune_\(module).resources/\(name)")
      }
    }
    var machine = Machine.this
    machine.folder = folder.path
    return (folder, machine)
  }

  @Test func oneByteOfOneFileIsFound() async throws {
    let (folder, machine) = try Self.installed()
    #expect(await WeightsExamination().finding(on: machine) == .ok("all 7 files are whole"))
    let path = "\(folder.path)/attune_Aligner.resources/fusion.safetensors"
    var data = try Data(contentsOf: URL(filePath: path))
    data[data.count / 2] ^= 1
    try data.write(to: URL(filePath: path))
    let finding = await WeightsExamination().finding(on: machine)
    #expect(finding.verdict == .wrong && finding.text == "not as they were built: \(path)")
    try FileManager.default.removeItem(atPath: path)
    let missing = await WeightsExamination().finding(on: machine)
    #expect(missing.verdict == .wrong && missing.text == "\(path) is not there")
    let nowhere = await WeightsExamination().finding(on: Self.empty)
    #expect(nowhere.verdict == .wrong && nowhere.text.hasSuffix("is not there, and neither are 6 more"))
  }

  @Test func withoutAProgramForChecksumsTheyAreNotKnown() async throws {
    let (folder, installed) = try Self.installed()
    defer { withExtendedLifetime(folder) {} }
    var machine = installed
    machine.program = { _ in nil }
    #expect(await WeightsExamination().finding(on: machine).verdict == .unknown)
    machine.program = { "/usr/bin/\($0)" }
    machine.output = { _, _ in nil }
    #expect(await WeightsExamination().finding(on: machine).verdict == .unknown)
  }

  // MARK: The port

  @Test(arguments: [
    (AddressOccupant.nobody, "nobody listens at tcp://h:1"),
    (AddressOccupant.attune(version: "1.2.3"), "attune 1.2.3 answers at tcp://h:1"),
    (AddressOccupant.refusing("a token"), "attune answers at tcp://h:1: a token"),
    (AddressOccupant.other("it is odd"), "something that is not attune has tcp://h:1: it is odd"),
  ])
  func whoeverIsThereIsNamed(occupant: AddressOccupant, text: String) async throws {
    let address = try #require(ServerAddress("tcp://h:1"))
    let finding = await PortExamination(address: address).finding(
      on: Self.machine { $0.occupant = { $0 == address ? occupant : .nobody } })
    #expect(finding.verdict == (occupant == .other("it is odd") ? .wrong : .ok) && finding.text.hasPrefix(text))
  }

  /// - Parameter patience: long, since a machine that runs all tests at once may be slow.
  private static func occupant(_ port: Int, patience: Duration = .seconds(120)) async throws -> AddressOccupant {
    await AddressOccupant.of(try #require(ServerAddress("tcp://127.0.0.1:\(port)")), patience: patience)
  }

  @Test func otherServersAreToldFromAttune() async throws {
    #expect(try await Self.occupant(FakeServer.unusedPort()) == .nobody)
    func answer(_ text: String) async throws -> AddressOccupant {
      let server = try FakeServer { client in
        _ = client.receive()
        client.send(text)
      }
      return try await Self.occupant(server.port)
    }
    let program =
      #"{"name": "NAME", "attribution": {"name": "n", "url": "u"}, "installed": true, "version": "9", "models": []}"#
    func info(_ name: String) -> String {
      #"{"type": "info", "data": {"asr": ["# + program.replacing("NAME", with: name) + "]}}\n"
    }
    #expect(try await answer(info("attune")) == .attune(version: "9"))
    #expect(try await answer(info("whisper")) == .other("it is 'whisper'"))
    #expect(try await answer("{\"type\": \"info\"}\n") == .other("it is a server of the Wyoming protocol"))
    #expect(
      try await answer("{\"type\": \"error\", \"data\": {\"text\": \"first a token\", \"code\": \"unauthorized\"}}\n")
        == .refusing("first a token"))
    #expect(try await answer("") == .other("it closes the connection"))
    guard case .other(let reason) = try await answer("SSH-2.0-OpenSSH\r\n") else {
      Issue.record("that is no attune")
      return
    }
    #expect(reason.contains("Wyoming"))
    let silent = try FakeServer(nil)
    #expect(try await Self.occupant(silent.port, patience: .seconds(1)) == .other("it says nothing"))
  }

  // MARK: Other programs

  @Test func avahiNeedsItsDaemonAndItsProgram() async {
    func finding(running: String?, isInstalled: Bool) async -> Finding {
      await AvahiExamination().finding(
        on: Self.machine {
          $0.text = { path in
            path == "/run/avahi-daemon/pid" ? "77\n" : path == "/proc/77/comm" ? running.map { $0 + "\n" } : nil
          }
          $0.program = { isInstalled ? "/bin/" + $0 : nil }
        })
    }
    let there = await finding(running: "avahi-daemon", isInstalled: true)
    #expect(there == .ok("avahi-daemon runs, and /bin/avahi-publish is there: attune serve can be found"))
    #expect(await finding(running: "avahi-daemon", isInstalled: false).advice == "apt-get install avahi-utils")
    // Another process has the number of a daemon that has died.
    let dead = await finding(running: "bash", isInstalled: true)
    #expect(dead.verdict == .absent && dead.text.hasPrefix("avahi-daemon does not run"))
    #expect(await finding(running: nil, isInstalled: false).advice == "apt-get install avahi-daemon avahi-utils")
  }

  @Test func eSpeakIsForRehearsals() async {
    #expect(await SpeechExamination().finding(on: Self.empty).advice == "apt-get install espeak-ng")
    let finding = await SpeechExamination().finding(on: Self.machine { $0.program = { "/bin/" + $0 } })
    #expect(finding == .ok("/bin/espeak-ng can speak for attune rehearse"))
    let flite = await SpeechExamination().finding(
      on: Self.machine { $0.program = { $0 == "flite" ? "/bin/flite" : nil } })
    #expect(flite.verdict == .absent && flite.text.hasSuffix("; /bin/flite speaks for it meanwhile"))
  }

  // MARK: The command

  private static let subjects = ["microphone", "processor", "memory", "weights", "port", "avahi", "espeak-ng"]

  @Test(.enabled(if: Model.isThere, Model.comment)) func aLineForEachExamination() throws {
    let folder = try TemporaryFolder()
    let host = "unix://\(folder.path)/nobody.sock"
    let run = try AttuneProcess("doctor", "--json", "--host", host)
    let records = try run.records()
    #expect(records.map { $0["subject"] as? String } == Self.subjects)
    let verdicts = records.reduce(into: [:]) { $0[$1["subject"] as? String ?? ""] = $1["verdict"] as? String }
    #expect(verdicts["processor"] == "ok" && verdicts["weights"] == "ok" && verdicts["port"] == "ok")
    #expect(run.status == (verdicts.values.contains("wrong") ? 1 : 0) && run.errors.isEmpty)
    for record in records where record["verdict"] as? String == "wrong" { #expect(record["advice"] is String) }
    let text = try AttuneProcess("doctor", "--host", host)
    #expect(text.status == run.status)
    let words = text.output.split(separator: "\n").map { $0.split(separator: " ").prefix(2).map(String.init) }
    #expect(words.map(\.last) == Self.subjects)
    #expect(words.map(\.first) == Self.subjects.map { verdicts[$0] })
  }

  @Test func anAddressThatSomethingElseHasIs1() throws {
    let server = try FakeServer { client in client.send("220 mail\r\n") }
    let run = try AttuneProcess("doctor", "--host", "tcp://127.0.0.1:\(server.port)")
    #expect(run.status == 1 && run.errors.isEmpty)
    let line = try #require(run.output.split(separator: "\n").first { $0.contains(" port ") })
    #expect(line.hasPrefix("wrong") && line.contains("ss --listening"))
  }

  @Test func theVersionMayNameTheKernels() throws {
    let plain = try AttuneProcess("--version").output
    for arguments in [["--version", "--verbose"], ["--verbose", "--version"]] {
      let run = try AttuneProcess(arguments)
      #expect(run.status == 0 && run.output == plain + "\(ProcessorKernels.current)\n")
    }
  }
}
