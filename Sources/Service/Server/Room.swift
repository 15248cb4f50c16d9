public import Capture
import Recognition
public import ServiceLifecycle
import Synchronization

/// A microphone that all clients hear.
public final class Room: Service {
  private let microphone: Microphone
  private let engine: Engine
  private let segment: Double
  private let tell = Mutex<(@Sendable (SoundReport) async -> Void)?>(nil)

  /// - Parameters:
  ///   - segment: the longest segment, in seconds.
  public init(_ microphone: Microphone, engine: Engine, segment: Double) {
    self.microphone = microphone
    self.engine = engine
    self.segment = segment
  }

  /// - Parameter tell: is told what is noticed.
  func connect(_ tell: @escaping @Sendable (SoundReport) async -> Void) { self.tell.withLock { $0 = tell } }

  /// Listens until the server ends.
  public func run() async throws {
    let (reports, continuation) = AsyncStream<SoundReport>.makeStream()
    let stream = ClientWork(engine, segment: segment) { continuation.yield($0) }
    // Where no name wakes, everything is overheard.
    stream.add(.begin(nil, .overheard, awake: .utterance, partials: true))
    await withGracefulShutdownHandler {
      await withTaskGroup { group in
        group.addTask { await self.listen(stream) }
        group.addTask { await self.report(reports, stream) }
        await group.waitForAll()
      }
    } onGracefulShutdown: { [microphone] in
      microphone.stop()
    }
  }

  private func listen(_ stream: ClientWork) async {
    var sequence: UInt64 = 0
    while let block = await microphone.next() {
      if block.sequence != sequence, block.sequence > 0 { stream.add(.gap) }
      sequence = block.sequence + 1
      let portion = SoundPortion(content: .samples(block.samples), arrival: block.time)
      // Nobody can be slowed down here: what finds no room is a gap.
      if !stream.hear(portion, limit: 30) {
        engine.metrics.dropped(seconds: portion.seconds)
        stream.add(.gap)
      }
    }
    stream.add(.end)
  }

  private func report(_ reports: AsyncStream<SoundReport>, _ stream: ClientWork) async {
    for await report in reports {
      if case .ended(let utterance) = report { stream.add(.understand(utterance)) }
      if let tell = tell.withLock(\.self) { await tell(report) }
      if case .finished = report { return }
    }
  }
}
