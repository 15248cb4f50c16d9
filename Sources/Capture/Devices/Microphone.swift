import Dispatch
import Foundation
import Synchronization

/// A capture device of ALSA, heard as 16 kHz mono on a thread of its own.
///
/// Blocks wait in a bounded queue for whoever calls `next`. Where the queue is full the thread stops reading, so that
/// sound is only ever lost in one place, the device's own buffer, where ALSA notices it: an overrun is recovered from,
/// counted, and seen as a gap in the blocks' sequence numbers. A device that goes away is waited for.
public final class Microphone: Sendable {
  /// Something that happened to the device.
  public enum Notice: Hashable, Sendable {
    /// Sound was lost: nobody read it in time.
    case overrun
    /// The machine was asleep.
    case suspended
    /// The device has gone; `reason` is ALSA's. It is looked for until it is there again.
    case lost(reason: String)
    /// The device is there again.
    case found(CaptureFormat)
  }

  /// What happened so far.
  public struct Counts: Hashable, Sendable {
    /// How often sound was lost because it was not read in time.
    public var overruns = 0
    /// How often the machine was asleep.
    public var suspensions = 0
    /// How often the device went away.
    public var losses = 0

    /// Nothing has happened.
    public init() {}
  }

  /// ALSA's name of the device.
  public let device: String
  /// What the device delivered when it was opened.
  public let format: CaptureFormat

  private let queue: BlockQueue
  private let control: CaptureControl
  private let waiting = DispatchQueue(label: "attune.microphone")

  /// Opens a device and begins to capture.
  ///
  /// - Parameters:
  ///   - device: ALSA's name of it.
  ///   - channel: the channel to hear, from 1; nil for the mean of all.
  ///   - report: is told, on the capturing thread, what happens to the device; it has to return soon.
  public init(
    device: String, channel: Int? = nil, report: @escaping @Sendable (Notice) -> Void = { _ in }
  ) throws(MicrophoneError) {
    // The first opening is made here, so that a mistake is an error at once.
    let opened = OpenedDevice(try ALSADevice(name: device, channel: channel))
    format = opened.format
    self.device = device
    queue = BlockQueue(capacity: Self.capacity)
    control = CaptureControl(report: report)
    let (queue, control) = (queue, control)
    let thread = Thread {
      CaptureLoop(queue: queue, control: control, channel: channel)
        .run { () throws(MicrophoneError) in
          if let device = opened.take() { return device }
          return try ALSADevice(name: device, channel: channel)
        }
    }
    thread.name = "attune-capture"
    thread.start()
  }

  deinit { stop() }

  /// The blocks that may wait: 30 s, for a recogniser that is asked over a network.
  private static let capacity = 1500

  /// What happened so far.
  public var counts: Counts { control.counts.withLock { $0 } }

  /// The next block of sound; nil when `stop` was called and all blocks are read. One task at a time may ask.
  public func next() async -> SoundBlock? {
    while true {
      if let block = queue.pop(waiting: .seconds(0)) { return block }
      if control.isStopped { return nil }
      let block = await withCheckedContinuation { continuation in
        waiting.async { [queue] in continuation.resume(returning: queue.pop(waiting: .milliseconds(200))) }
      }
      if let block { return block }
    }
  }

  /// Ends the capture. Blocks that wait can still be read.
  public func stop() {
    control.stop()
    queue.wake()
  }
}
