import Foundation
import JSON
import NIOSSL
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Service

@Suite(.serialized, .timeLimit(.minutes(5))) struct SpeechServerTests {
  @Test func everyFlowOverOneConnection() async throws {
    let sound = try Phones.speech("lamp on")
    try await TestServer.run(try Phones.engine()) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(Describe())
        let info = try Info(try #require(try await client.next()))
        #expect(info.recognizers.count == 1 && info.spotters.flatMap(\.models).map(\.name) == ["switch"])

        try await client.send(sound: sound)
        let everything = try await client.events(to: "intent")
        #expect(everything.map(\.type) == ["voice-started", "voice-stopped", "transcript", "intent"])
        let intent = try Intent(try #require(everything.last))
        #expect(intent.entities == [Entity(name: "thing", value: "lamp"), Entity(name: "state", value: "on")])
        #expect(
          intent.text == nil && intent.words == "lamp on" && intent.slots.count == 2 && intent.confidence ?? 0 > 0.25)
        // The speech begins after half a second.
        #expect((480...560).contains(intent.time?.lowerBound ?? 0))

        try await client.send(Transcribe(language: "en"))
        try await client.send(sound: sound)
        let transcript = try Transcript(try #require(try await client.next()))
        #expect(transcript.text == "lamp on" && transcript.language == "en")

        try await client.send(Transcript(text: "heater off"))
        let read = try Intent(try #require(try await client.next()))
        #expect(read.entities.map(\.value) == ["heater", "off"] && read.time == nil)
        try await client.send(Recognize(text: "an elephant in the room"))
        #expect(try await client.next()?.type == "not-recognized")

        try await client.send(Detect(names: ["switch"]))
        try await client.send(sound: sound + sound, end: false)
        // The second utterance may begin before the first is answered.
        let spotted = try await client.events(to: "intent") + client.events(to: "intent")
        let (voice, answers) = (
          spotted.map(\.type).filter { $0.hasPrefix("voice") }, ["transcript", "detection", "intent"]
        )
        #expect(voice == ["voice-started", "voice-stopped", "voice-started", "voice-stopped"])
        #expect(spotted.map(\.type).filter { !$0.hasPrefix("voice") } == answers + answers)
      }
    }
  }

  /// A whole session as lines of text, as somebody types it into nc.
  @Test func aSessionMayBeText() async throws {
    let sound = try Phones.speech("heater on")
    try await TestServer.run(try Phones.engine()) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(AudioStart(format: .speech))
        for start in stride(from: 0, to: sound.count, by: 6400) {
          let chunk = AudioChunk(format: .speech, samples: Array(sound[start..<min(start + 6400, sound.count)]))
          try await client.send(chunk.textEvent)
        }
        let intent = try Intent(try #require(try await client.events(to: "intent").last))
        #expect(intent.words == "heater on")
      }
    }
  }

  /// Two channels of 32 bits at twice the rate are the same sound.
  @Test func otherFormatsAreHeard() async throws {
    let sound = try Phones.speech("lamp off")
    let stereo: [UInt8] = stride(from: 0, to: sound.count, by: 2).reduce(into: []) { bytes, index in
      for _ in 0..<2 { bytes += [0, 0, sound[index], sound[index + 1]] }
    }
    try await TestServer.run(try Phones.engine()) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(sound: stereo, format: AudioFormat(rate: 16_000, width: 4, channels: 2))
        #expect(try Intent(try #require(try await client.events(to: "intent").last)).words == "lamp off")
      }
    }
  }

  /// Text that is right outweighs sound that is next to it.
  @Test(arguments: [true, false]) func soundAndTranscriptAreOneAnswer(isTextFirst: Bool) async throws {
    let sound = try Phones.speech("lamp on")
    try await TestServer.run(try Phones.engine()) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        let text = Transcript(text: "lamb on", context: isTextFirst ? ["audio": "expected"] : nil)
        if isTextFirst { try await client.send(text) }
        try await client.send(sound: Array(sound.prefix(16_000)), end: false)
        if !isTextFirst { try await client.send(text) }
        for start in stride(from: 16_000, to: sound.count, by: 3200) {
          let part = Array(sound[start..<min(start + 3200, sound.count)])
          try await client.send(AudioChunk(format: .speech, samples: part))
        }
        try await client.send(AudioStop())
        try await client.send(Ping(text: "end"))
        let types = try await client.events(to: "intent").map(\.type).filter { $0 != "pong" }
        #expect(types == ["voice-started", "voice-stopped", "transcript", "intent"])
      }
    }
  }

  @Test func aClientThatClosesItsSideIsAnswered() async throws {
    let sound = try Phones.speech("lamp on")
    try await TestServer.run(try Phones.engine()) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        // No audio-stop, either.
        try await client.send(sound: Array(sound.dropLast(28_000)), end: false)
        try await client.finish()
        #expect(try await client.rest().suffix(2) == ["transcript", "intent"])
      }
    }
  }

  // MARK: Ends and reloads

  @Test func aGracefulEndLosesNoFinishedCommand() async throws {
    let sound = try Phones.speech("lamp on")
    let engine = try Phones.engine(delay: { usleep(100_000) })
    try await TestServer.run(engine) { server in
      try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<4 {
          group.addTask {
            try await TestClient.connect(to: server.addresses[0]) { client in
              try await client.send(sound: sound)
              return try await client.rest()
            }
          }
        }
        try await Task.sleep(for: .milliseconds(200))
        await server.end()
        for try await types in group {
          #expect(types == ["voice-started", "voice-stopped", "transcript", "intent", "error"])
        }
      }
      await #expect(throws: (any Error).self) { try await TestClient.connect(to: server.addresses[0]) { _ in } }
    }
  }

  @Test func newCommandsAreForNewUtterances() async throws {
    let yaml = Mutex(Phones.yaml)
    let engine = try Phones.engine(load: { try Phones.commands(yaml.withLock(\.self)) })
    let (old, new) = try (Phones.speech("lamp on"), Phones.speech("kettle on"))
    try await TestServer.run(engine) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(sound: old, end: false)
        #expect(try Intent(try #require(try await client.events(to: "intent").last)).words == "lamp on")
        yaml.withLock { $0 = Phones.yaml.replacing("heater", with: "kettle") }
        try engine.library.reload()
        try await client.send(sound: new, end: false)
        let events = try await client.events(to: "intent")
        #expect(try Intent(try #require(events.last)).words == "kettle on")
        // Times go on.
        #expect(try VoiceStarted(events[0]).timestamp ?? 0 > 1000)
        // A file that cannot be used changes nothing.
        yaml.withLock { $0 = "intents: [" }
        #expect(throws: (any Error).self) { try engine.library.reload() }
        try await client.send(Transcript(text: "kettle off", context: nil))
        try await client.send(sound: new)
        #expect(try Intent(try #require(try await client.events(to: "intent").last)).name == "switch")
      }
    }
  }

  // MARK: Hostile and unlucky clients

  @Test func aClientTooManyIsTold() async throws {
    try await TestServer.run(try Phones.engine()) {
      $0.limits.clients = 1
    } _: { server in
      try await TestClient.connect(to: server.addresses[0]) { first in
        try await first.send(Ping())
        #expect(try await first.next()?.type == "pong")
        try await TestClient.connect(to: server.addresses[0]) { second in
          let event = try #require(try await second.next())
          #expect(try ErrorEvent(event).code == .busy)
          #expect(try await second.rest() == [])
        }
      }
    }
  }

  @Test func aTokenIsAskedFor() async throws {
    try await TestServer.run(try Phones.engine()) {
      $0.token = Token("secret")
    } _: { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(Describe())
        #expect(try ErrorEvent(try #require(try await client.next())).code == .unauthorized)
        #expect(try await client.rest() == [])
      }
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(Authenticate(token: "secret"))
        try await client.send(Describe())
        #expect(try await client.next()?.type == "authenticated")
        #expect(try await client.next()?.type == "info")
      }
    }
  }

  @Test func whoSaysNothingIsToldAndLetGo() async throws {
    try await TestServer.run(try Phones.engine()) {
      $0.limits.idle = 0.3
    } _: { server in
      let (first, rest) = try await TestClient.connect(to: server.addresses[0]) { client in
        (try await client.next(), try await client.rest())
      }
      #expect(try ErrorEvent(try #require(first)).code == .idle && rest == [])
    }
  }

  /// What is sent to a closed socket resets the connection, and a reset one loses what its client has not yet read.
  @Test(arguments: [ErrorCode.lineTooLong, .unauthorized, .busy]) func whoStillSendsCanReadWhy(code: ErrorCode)
    async throws
  {
    try await TestServer.run(try Phones.engine()) {
      if code == .busy { $0.limits.clients = 0 }
      if code == .unauthorized { $0.token = Token("secret") }
    } _: { server in
      let socket = try RawSocket(port: server.port)
      let (isTaken, answer) = await onThread {
        socket.send(
          "{\"type\": \"describe\"" + (code == .lineTooLong ? String(repeating: " ", count: 100_000) : "}\n"))
        var isTaken = true
        for _ in 0..<10 {
          usleep(50_000)
          isTaken = socket.send("{\"type\": \"ping\"}\n") && isTaken
        }
        return (isTaken, socket.receiveAll())
      }
      #expect(isTaken && answer.end == .closed)
      #expect(
        answer.text.contains("\"\(code.rawValue)\"") && answer.text.components(separatedBy: "\"type\"").count == 2)
    }
  }

  private static let post = Array(
    """
    POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 60\r\n\r\n\
    {"type":"recognize","data":{"text":"lamp on"}}\n{"type":"describe"}\n
    """.utf8)

  /// A web page can make a browser send this, in portions as it likes; one line is the answer, and nothing is obeyed.
  @Test(arguments: [1, 20, 60, 1000]) func aWebPageIsNoClient(portion: Int) async throws {
    try await TestServer.run(try Phones.engine()) { server in
      let socket = try RawSocket(port: server.port)
      let answer = await onThread {
        for start in stride(from: 0, to: Self.post.count, by: portion) {
          socket.send(Array(Self.post[start..<min(start + portion, Self.post.count)]))
        }
        return socket.receiveAll()
      }
      #expect(answer.end == .closed && answer.text.components(separatedBy: "\"type\"").count == 2)
      #expect(answer.text.contains("\"malformed\""))
    }
  }

  /// Who guesses waits, on any connection; nobody without the token is listened to for long.
  @Test func strangersGetLittle() async throws {
    try await TestServer.run(try Phones.engine()) {
      $0.token = Token("secret")
      $0.limits.authenticate = 2
    } _: { server in
      let address = server.addresses[0]
      let start = ContinuousClock.now
      for _ in 0..<5 {
        let answers = try await TestClient.connect(to: address) { client in
          try await client.send(Authenticate(token: "guess"))
          return try await client.rest()
        }
        #expect(answers == ["error"])
      }
      #expect(ContinuousClock.now - start > .milliseconds(450))
      // The right one is welcome all the same, and what follows it in one go.
      let types = try await TestClient.connect(to: address) { client in
        try await client.send(
          bytes: Authenticate(token: "secret").event.encoded + Event("x", payload: [0]).encoded + Ping().event.encoded)
        return try await [client.next()?.type, client.next()?.type]
      }
      #expect(types == ["authenticated", "pong"])
      let (code, time) = try await TestClient.connect(to: address) { client in
        let start = ContinuousClock.now
        let event = try #require(try await client.next())
        return (try ErrorEvent(event).code, ContinuousClock.now - start)
      }
      #expect(code == .unauthorized && time < .seconds(30))
    }
  }

  /// Clients that never finish their events hold as much as all may together; those that do are served.
  @Test func unfinishedEventsAreBounded() async throws {
    try await TestServer.run(try Phones.engine()) {
      $0.limits.memory = 4 << 20
    } _: { server in
      let sockets = try (0..<20).map { _ in try RawSocket(port: server.port) }
      let half = Array(Event("x", payload: [UInt8](repeating: 0, count: 1_000_000)).encoded.prefix(900_000))
      for socket in sockets { await onThread { _ = socket.send(half) } }
      // More than a few find no room, and are told.
      var refused = 0
      for socket in sockets {
        await onThread { socket.finish() }
        if await onThread({ socket.receiveAll().text.contains("\"overloaded\"") }) { refused += 1 }
      }
      #expect((10...18).contains(refused))
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(Ping())
        #expect(try await client.next()?.type == "pong")
      }
    }
  }

  /// An honest client that asks faster than it may is answered all the same, later.
  @Test func aFastClientIsSlowedDown() async throws {
    try await TestServer.run(try Phones.engine()) {
      $0.limits.eventsPerSecond = 200
    } _: { server in
      let count = 600
      let start = ContinuousClock.now
      let types = try await TestClient.connect(to: server.addresses[0]) { client in
        for _ in 0..<count { try await client.send(Transcript(text: "lamp on")) }
        try await client.finish()
        return try await client.rest()
      }
      #expect(types == [String](repeating: "intent", count: count))
      #expect(ContinuousClock.now - start > .milliseconds(900))
    }
  }

  /// Questions of a client that is gone are nobody's.
  @Test func whatNobodyWaitsForIsNotDone() async throws {
    let engine = try Phones.engine(delay: { usleep(500_000) })
    let sound = try Phones.speech("lamp on")
    try await TestServer.run(engine) { server in
      for _ in 0..<10 {
        let socket = try RawSocket(port: server.port)
        let bytes = (0..<20).flatMap { _ in AudioChunk(format: .speech, samples: sound).event.encoded }
        await onThread {
          _ = socket.send(Array(bytes.prefix(200_000)))
          socket.endAbruptly()
        }
      }
      let start = ContinuousClock.now
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(Transcript(text: "lamp on"))
        #expect(try await client.next()?.type == "intent")
      }
      // Done, the two hundred would take a hundred seconds.
      #expect(ContinuousClock.now - start < .seconds(40))
    }
  }

  /// Bytes that drip in are no event.
  @Test func whoNeverFinishesAnEventIsLetGo() async throws {
    try await TestServer.run(try Phones.engine()) {
      $0.limits.idle = 0.5
    } _: { server in
      let event = Event("audio-chunk", payload: [UInt8](repeating: 0, count: 10_000)).encoded
      let sent = try await TestClient.drip(event, every: .milliseconds(20), to: server.addresses[0])
      #expect((10..<5_000).contains(sent))
    }
  }

  @Test func whoDoesNotReadIsDroppedAlone() async throws {
    try await TestServer.run(try Phones.engine()) {
      $0.limits.unread = 4096
      $0.limits.eventsPerSecond = 1e9
    } _: { server in
      let deaf = try RawSocket(port: server.port)
      let ping = Ping(text: String(repeating: "x", count: 30_000)).event.encoded
      // It fails once the server has closed the connection.
      let isDropped = await onThread {
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end { if !deaf.send(ping) { return true } }
        return false
      }
      #expect(isDropped)
      try await TestClient.connect(to: server.addresses[0]) { other in
        try await other.send(Ping(text: "still there"))
        #expect(try await other.next()?.data["text"] == "still there")
      }
    }
  }

  /// Sound that comes faster than it can be heard for long is dropped, and whoever sent it is told.
  @Test func droppedSoundIsReported() async throws {
    let engine = try Phones.engine(delay: { usleep(300_000) })
    let sound = try Phones.speech("lamp on lamp on lamp on lamp on")
    try await TestServer.run(engine) {
      $0.limits.queue = 0.2
      $0.limits.patience = 0.05
    } _: { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(sound: sound)
        let events = try await client.events(to: "error")
        #expect(try ErrorEvent(try #require(events.last)).code == .audioDropped)
      }
    }
  }

  /// One that has much to be heard keeps nobody else waiting for longer than its turn.
  @Test func aBusyClientDoesNotDelayOthers() async throws {
    let engine = try Phones.engine(delay: { usleep(20_000) })
    let long = try (0..<20).flatMap { _ in try Phones.speech("lamp on") }
    let short = try Phones.speech("heater off")
    try await TestServer.run(engine) { server in
      let address = server.addresses[0]
      async let greedy = TestClient.connect(to: address) { client in
        try await client.send(sound: long)
        var count = 0
        while count < 20, let event = try await client.next() { count += event.type == "intent" ? 1 : 0 }
        return (count: count, end: ContinuousClock.now)
      }
      async let modest = TestClient.connect(to: address) { client in
        try await client.send(sound: short)
        let last = try await client.events(to: "intent").last
        return (text: try Intent(try #require(last)).words, end: ContinuousClock.now)
      }
      let (first, second) = try await (modest, greedy)
      #expect(first.text == "heater off" && second.count == 20 && first.end < second.end)
    }
  }

  @Test func anUpstreamRecogniserThatDiesLeavesTheSound() async throws {
    let sound = try Phones.speech("lamp on")
    let upstream = try FakeUpstream()
    try await TestServer.run(try Phones.engine(), upstream: upstream.address) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(sound: sound)
        #expect(try Intent(try #require(try await client.events(to: "intent").last)).words == "lamp on")
      }
    }
    #expect(upstream.clients == 1)
  }

  // MARK: Addresses

  @Test func aUnixSocketIsForItsOwnerAndRemoved() async throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/attune.sock"
    for _ in 0..<2 {
      try await TestServer.run(try Phones.engine(), at: [.unix(path: path)]) { server in
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try await TestClient.connect(to: server.addresses[0]) { client in
          try await client.send(Ping())
          #expect(try await client.next()?.type == "pong")
        }
        // It is served: nobody else may take it.
        await #expect(throws: ServerError.socketInUse(path: path)) {
          try await TestServer.run(try Phones.engine(), at: [.unix(path: path)]) { _ in }
        }
        #expect(FileManager.default.fileExists(atPath: path))
      }
      #expect(!FileManager.default.fileExists(atPath: path))
      // What a server that was killed leaves behind is in nobody's way.
      try Self.leaveSocket(at: path)
    }
    try FileManager.default.removeItem(atPath: path)
    try folder.write([1], to: "attune.sock")
    await #expect(throws: ServerError.self) {
      try await TestServer.run(try Phones.engine(), at: [.unix(path: path)]) { _ in }
    }
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test(arguments: ["tcp://0.0.0.0:0", "tcp://[::]:0", "tcp://192.0.2.1:10400"])
  func othersNeedAToken(address: String) async throws {
    let address = try #require(ListenAddress(address))
    await #expect(throws: ServerError.exposed(address: address)) {
      try await TestServer.run(try Phones.engine(), at: [address]) { _ in }
    }
  }

  @Test func everyAddressIsServed() async throws {
    let addresses = [ListenAddress.tcp(host: "127.0.0.1", port: 0), .tcp(host: "::1", port: 0)]
    try await TestServer.run(try Phones.engine(), at: addresses) { server in
      for address in server.addresses {
        try await TestClient.connect(to: address) { client in
          try await client.send(Ping())
          #expect(try await client.next()?.type == "pong")
        }
      }
    }
  }

  @Test(.enabled(if: SelfSigned.isPossible, "there is no openssl to make a certificate with"))
  func connectionsMayBeEncrypted() async throws {
    let identity = try SelfSigned()
    let security = try TransportSecurity(certificate: identity.certificate, key: identity.key)
    let sound = try Phones.speech("lamp on")
    // Any address may be listened on then.
    try await TestServer.run(try Phones.engine(), at: [.tcp(host: "0.0.0.0", port: 0)]) {
      $0.security = security
    } _: { server in
      let address = ListenAddress.tcp(host: "127.0.0.1", port: try server.port)
      let text = try await TestClient.connect(to: address, trusting: identity.certificate) { client in
        try await client.send(sound: sound)
        let last = try await client.events(to: "intent").last
        return try Intent(try #require(last)).words
      }
      #expect(text == "lamp on")
      // Who closes the one direction is answered in the other.
      let rest = try await TestClient.connect(to: address, trusting: identity.certificate) { client in
        try await client.send(sound: sound, end: false)
        try await client.finish()
        return try await client.rest()
      }
      #expect(rest.suffix(2) == ["transcript", "intent"])
      for (version, isSpoken) in [(TLSVersion.tlsv1, false), (.tlsv11, false), (.tlsv12, true), (.tlsv13, true)] {
        let answer = try? await TestClient.connect(to: address, trusting: identity.certificate, upTo: version) {
          client in
          try await client.send(Ping())
          return try await client.next()?.type
        }
        #expect((answer == "pong") == isSpoken)
      }
      // A web page over TLS is no client, either.
      let web = try await TestClient.connect(to: address, trusting: identity.certificate) { client in
        try await client.send(bytes: Self.post)
        return try await client.rest()
      }
      #expect(web == ["error"])
      // In clear text there is no answer.
      let answer = try await TestClient.connect(to: address) { client in
        try await client.send(Ping())
        return try? await client.next()
      }
      #expect(answer == nil)
    }
    #expect(throws: ServerError.self) {
      try TransportSecurity(certificate: identity.certificate, key: identity.certificate)
    }
  }

  /// A thousand clients that say nothing cost little, and the next one is served as if alone.
  @Test func idleClientsAreCheap() async throws {
    try await TestServer.run(try Phones.engine()) { server in
      let address = server.addresses[0]
      try await TestClient.connect(to: address) { _ in }
      let before = try Self.residentBytes()
      // A client is two files here: its end and the server's.
      let count = 200
      try await withThrowingTaskGroup(of: Void.self) { group in
        let (ready, continuation) = AsyncStream<Void>.makeStream()
        for _ in 0..<count {
          group.addTask {
            try await TestClient.connect(to: address) { client in
              try await client.send(Ping())
              _ = try await client.next()
              continuation.yield()
              _ = try? await client.next()
            }
          }
        }
        var connected = 0
        for await _ in ready {
          connected += 1
          if connected == count { break }
        }
        #expect(try Self.residentBytes() - before < count << 20)
        let start = ContinuousClock.now
        let isServed = try await TestClient.connect(to: address) { client in
          try await client.send(Describe())
          return try await client.next()?.type == "info"
        }
        #expect(isServed && ContinuousClock.now - start < .seconds(20))
        group.cancelAll()
        while (try? await group.next()) != nil {}
      }
    }
  }

  private static func residentBytes() throws -> Int {
    let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  private static func leaveSocket(at path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    #expect(isBound)
  }
}
