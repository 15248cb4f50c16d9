import Batch
import JSON
import NIOCore
import NIOWebSocket
import Recognition
import Recordings
import Synchronization

/// One page that is open: carries out what its conversation decides.
struct Page: Sendable {
  private typealias Outbound = NIOAsyncChannelOutboundWriter<WebSocketFrame>

  private let channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>
  private let desk: ConsoleDesk
  private let token: ConsoleToken?

  /// The most tasks that a page may have waiting.
  private static let tasks = 8
  /// How often a page is asked whether it is there.
  private static let interval = Duration.seconds(20)
  /// How long a page may be silent.
  private static let patience = Duration.seconds(70)
  /// How long a page with a wrong token waits for its answer.
  private static let wrongTokenWait = Duration.seconds(2)

  init(_ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, desk: ConsoleDesk, token: ConsoleToken?) {
    (self.channel, self.desk, self.token) = (channel, desk, token)
  }

  /// Converses until the page is closed.
  func run() async {
    guard let (id, news) = desk.pages.add() else {
      try? await channel.channel.close()
      return
    }
    defer { desk.pages.remove(id) }
    do {
      try await channel.executeThenClose { inbound, outbound in
        let lastWord = LastWord()
        let greeted = Greeted()
        let (tasks, queue) = AsyncStream.makeStream(of: PageTask.self, bufferingPolicy: .bufferingOldest(Self.tasks))
        let newest = NewestCheck()
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { for await text in news where greeted.isGreeted { try await Self.send(text, outbound) } }
          group.addTask { try await work(tasks, newest, outbound) }
          group.addTask { try await watch(lastWord) }
          group.addTask { try await Self.beat(outbound) }
          defer { group.cancelAll() }
          try await converse(inbound, outbound, queue, newest, lastWord, greeted)
          queue.finish()
        }
      }
    } catch {
      // The connection is gone, and so is everything that was its own.
    }
  }

  private static func send(_ text: String, _ outbound: Outbound) async throws {
    try await outbound.write(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text)))
  }

  /// Does one task after the other; a check that is followed by another one is left out.
  private func work(_ tasks: AsyncStream<PageTask>, _ newest: NewestCheck, _ outbound: Outbound) async throws {
    for await task in tasks {
      if case .check(let number, _, _, _) = task, newest.number.load(ordering: .relaxed) > number { continue }
      if let answer = await desk.work(task) { try await Self.send(answer, outbound) }
    }
  }

  /// Closes the connection of a page that does not answer, be it that it does not read either.
  private func watch(_ lastWord: LastWord) async throws {
    while lastWord.age < Self.patience { try await Task.sleep(for: Self.interval) }
    channel.channel.close(promise: nil)
  }

  /// Asks the page whether it is there.
  private static func beat(_ outbound: Outbound) async throws {
    while true {
      try await Task.sleep(for: interval)
      try await outbound.write(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
    }
  }

  private func converse(
    _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, _ outbound: Outbound,
    _ queue: AsyncStream<PageTask>.Continuation, _ newest: NewestCheck, _ lastWord: LastWord, _ greeted: Greeted
  ) async throws {
    var conversation = PageConversation { [token] shown in token?.matches(shown) ?? true }
    var assembler = FrameAssembler()
    var ear: (ear: PageEar, request: (rate: Int, isOpen: Bool, transcript: String))?
    for try await frame in inbound {
      lastWord.note()
      let actions: [PageConversation.Action]
      switch assembler.take(frame) {
      case .nothing: continue
      case .text(let bytes): actions = conversation.take(text: bytes)
      case .bytes(let bytes): actions = conversation.take(sound: bytes)
      case .pong(let data):
        try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: data))
        continue
      case .close: return try await close(.normalClosure, outbound)
      case .broken(let code): return try await close(code, outbound)
      }
      for action in actions {
        do {
          switch action {
          case .greet:
            greeted.greet()
            try await Self.send(desk.greeting(), outbound)
          case .fail(let text): try await Self.send(ConsoleDesk.problem(text), outbound)
          case .askForToken, .refuse:
            if action == .refuse { try await Task.sleep(for: Self.wrongTokenWait) }
            try await Self.send("{\"type\": \"refused\"}", outbound)
            return try await close(.policyViolation, outbound)
          case .close(let text):
            try await Self.send(ConsoleDesk.problem(text), outbound)
            return try await close(.policyViolation, outbound)
          case .understand(let text):
            try await Self.send(try desk.understand(text).json("result"), outbound)
          case .beginListening(let rate, let isOpen, let transcript):
            let begun = try PageEar(desk, rate: rate, isOpen: isOpen, transcript: transcript)
            ear = (begun, (rate, isOpen, transcript))
            try await Self.send("{\"type\": \"listening\"}", outbound)
          case .hear(let bytes):
            guard let (current, request) = ear else { continue }
            let begin = ContinuousClock.now
            try await tell(try current.hear(bytes), begin, request.transcript, outbound)
            if current.generation != desk.commands.generation {
              try await tell(try current.end(), .now, request.transcript, outbound)
              ear?.ear = try PageEar(
                desk, rate: request.rate, isOpen: request.isOpen, transcript: request.transcript)
            }
          case .endListening:
            let begin = ContinuousClock.now
            if let (current, request) = ear.take() {
              try await tell(try current.end(), begin, request.transcript, outbound)
            }
            try await Self.send("{\"type\": \"stopped\"}", outbound)
          case .hearFile(let name, let bytes, let transcript):
            let (utterance, warnings) = try desk.hear(file: bytes, name: name, transcript: transcript)
            try await Self.send(utterance.json("result"), outbound)
            for warning in warnings { try await Self.send(ConsoleDesk.problem("\(name): \(warning)"), outbound) }
          case .work(let task):
            if case .check(let number, _, _, _) = task { newest.number.store(number, ordering: .relaxed) }
            if case .dropped = queue.yield(task) {
              try await Self.send(ConsoleDesk.problem("too much was asked for at a time: ask again"), outbound)
            }
          }
        } catch let error where !(error is CancellationError || error is ChannelError || error is IOError) {
          if case .hear = action { (ear, _) = (nil, conversation.stopListening()) }
          try await Self.send(ConsoleDesk.problem("\(error)"), outbound)
        }
      }
    }
  }

  private func close(_ code: WebSocketErrorCode, _ outbound: Outbound) async throws {
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
  }

  /// Tells what was noticed in a portion of sound that came at a time.
  private func tell(
    _ heard: [PageEar.Heard], _ begin: ContinuousClock.Instant, _ transcript: String, _ outbound: Outbound
  ) async throws {
    for item in heard {
      switch item {
      case .speech: try await Self.send("{\"type\": \"speech\"}", outbound)
      case .noise: try await Self.send("{\"type\": \"noise\"}", outbound)
      case .partial(let command):
        var object = JSONText()
        object.add("type", "partial")
        object.add("intent", command.intent)
        object.add("words", command.text)
        object.add(
          "slots",
          json: JSONText.list(command.slots) { slot, item in
            item.add("name", slot.name)
            item.add("value", json: slot.value.map(JSONText.value))
          })
        try await Self.send(object.closed, outbound)
      case .said(let segment, let results):
        let latency = Latency(
          wait: max(0, segment.end - segment.speechEnd), computing: (ContinuousClock.now - begin) / .seconds(1))
        for result in results {
          let reason = result.interpretation == nil ? Refusal.sound(result) : nil
          let utterance = desk.note(
            result, from: .microphone, title: transcript, samples: segment.samples, latency, reason: reason,
            start: segment.start, ended: segment.end)
          try await Self.send(utterance.json("result"), outbound)
        }
      }
    }
  }
}

/// When a page was heard of last.
private final class LastWord: Sendable {
  private let time = Mutex(ContinuousClock.now)

  var age: Duration { time.withLock { ContinuousClock.now - $0 } }

  func note() { time.withLock { $0 = .now } }
}

/// Whether a page may be told what others say.
private final class Greeted: Sendable {
  private let flag = Atomic(false)

  var isGreeted: Bool { flag.load(ordering: .acquiring) }

  func greet() { flag.store(true, ordering: .releasing) }
}

/// The number of the last check that a page has asked for.
private final class NewestCheck: Sendable {
  let number = Atomic(0)
}
