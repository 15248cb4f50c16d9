import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Capture

/// The capture loop over a device that follows a script: overruns, the machine's sleep, a device that goes and comes.
@Suite struct CaptureLoopTests {
  /// What a device does when it is read.
  enum Step: Sendable, Equatable {
    case frames(Int)
    case nothing
    case fail(CaptureFailure)
    /// An opening that fails.
    case absent
  }

  /// Plays a script; when it is at its end the loop is stopped.
  final class Script: Sendable {
    let steps: Mutex<[Step]>
    let control: CaptureControl
    let recovered = Mutex<[CaptureFailure]>([])
    let openings = Mutex(0)

    init(_ steps: [Step], control: CaptureControl) {
      self.steps = Mutex(steps)
      self.control = control
    }

    func next() -> Step? {
      let step = steps.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if step == nil { control.stop() }
      return step
    }
  }

  struct ScriptedDevice: CaptureDevice, ~Copyable {
    let script: Script
    let format = CaptureFormat(sample: .s16, rate: 16_000, channels: 1)

    mutating func read(into bytes: inout MutableSpan<UInt8>) throws(CaptureFailure) -> Int {
      switch script.next() {
      case .frames(let count): return min(count, bytes.count / 2)
      case .fail(let failure): throw failure
      case .nothing, .absent, nil: return 0
      }
    }

    mutating func recover(from failure: CaptureFailure) throws(CaptureFailure) {
      script.recovered.withLock { $0.append(failure) }
    }

    func waiting() -> Int { 0 }
  }

  struct Outcome {
    var notices: [Microphone.Notice]
    var counts: Microphone.Counts
    var sequences: [UInt64]
    var recovered: [CaptureFailure]
  }

  private func play(_ steps: [Step]) -> Outcome {
    let notices = Mutex<[Microphone.Notice]>([])
    let control = CaptureControl { notice in notices.withLock { $0.append(notice) } }
    let (queue, script) = (BlockQueue(capacity: 100), Script(steps, control: control))
    CaptureLoop(queue: queue, control: control, channel: nil, retry: 1).run {
      () throws(MicrophoneError) -> ScriptedDevice in
      if script.steps.withLock({ $0.first == .absent }) {
        _ = script.next()
        throw MicrophoneError.noSuchDevice(device: "scripted", reason: "it is not there")
      }
      return ScriptedDevice(script: script)
    }
    var sequences: [UInt64] = []
    while let block = queue.pop(waiting: .seconds(0)) { sequences.append(block.sequence) }
    return Outcome(
      notices: notices.withLock { $0 }, counts: control.counts.withLock { $0 }, sequences: sequences,
      recovered: script.recovered.withLock { $0 })
  }

  @Test func soundThatComesIsHandedOn() {
    let outcome = play([.frames(320), .nothing, .frames(160), .frames(160), .frames(320)])
    #expect(outcome.sequences == [0, 1, 2] && outcome.notices.isEmpty && outcome.counts == .init())
  }

  @Test func anOverrunIsRecoveredFromCountedAndAGap() {
    let outcome = play([.frames(320), .fail(.overrun), .frames(320), .fail(.overrun), .frames(320)])
    #expect(outcome.recovered == [.overrun, .overrun] && outcome.notices == [.overrun, .overrun])
    #expect(outcome.counts.overruns == 2 && outcome.counts.losses == 0)
    #expect(outcome.sequences == [0, 2, 4])
  }

  @Test func afterTheMachinesSleepTheStreamGoesOn() {
    let outcome = play([.frames(320), .fail(.suspended), .frames(320)])
    #expect(outcome.notices == [.suspended] && outcome.counts.suspensions == 1)
    #expect(outcome.recovered == [.suspended] && outcome.sequences == [0, 2])
  }

  @Test func aDeviceThatGoesIsWaitedFor() {
    let outcome = play([
      .frames(320), .fail(.lost(reason: "No such device")), .absent, .absent, .absent, .frames(320), .frames(320),
    ])
    #expect(outcome.notices.count == 2 && outcome.counts.losses == 1)
    #expect(outcome.notices.first == .lost(reason: "No such device"))
    #expect(outcome.notices.last == .found(CaptureFormat(sample: .s16, rate: 16_000, channels: 1)))
    #expect(outcome.sequences == [0, 2, 3])
  }

  @Test func aDeviceThatSaysNothingIsLost() {
    let silence = Array(repeating: Step.nothing, count: CaptureLoop.patience)
    let outcome = play([.frames(320)] + silence + [.frames(320)])
    #expect(outcome.notices.first == .lost(reason: "no sound came for 3 s"))
    #expect(outcome.sequences == [0, 2])
  }
}
