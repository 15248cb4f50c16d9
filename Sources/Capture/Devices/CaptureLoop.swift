import Glibc

/// What the capturing thread does: reads a device, and finds it again when it is lost.
struct CaptureLoop {
  let queue: BlockQueue
  let control: CaptureControl
  let channel: Int?
  /// How long to wait between two looks for a device, in microseconds.
  var retry: UInt32 = 500_000
  /// How many reads in a row may give nothing before the device counts as lost: 3 s.
  static let patience = 30

  /// Captures until the control stops it.
  func run<Device: CaptureDevice & ~Copyable>(opening open: () throws(MicrophoneError) -> Device) {
    var sequencer = BlockSequencer()
    var isLost = false
    while !control.isStopped {
      do {
        let device = try open()
        if isLost {
          control.note(.found(device.format))
          sequencer.interrupt()
        }
        isLost = false
        let reason = capture(from: device, &sequencer)
        if control.isStopped { return }
        control.note(.lost(reason: reason))
        isLost = true
      } catch {
        // Between the first opening and this one somebody else may have taken the device.
        if !isLost { control.note(.lost(reason: "\(error)")) }
        isLost = true
      }
      usleep(retry)
    }
  }

  /// Reads until the device is lost, and says why it is.
  private func capture<Device: CaptureDevice & ~Copyable>(
    from device: consuming Device, _ sequencer: inout BlockSequencer
  ) -> String {
    var device = device
    var converter: CaptureConverter
    do { converter = try CaptureConverter(from: device.format, channel: channel) } catch { return "\(error)" }
    var idle = 0
    while !control.isStopped {
      do throws(CaptureFailure) {
        let samples = try converter.read(from: &device)
        idle = samples.isEmpty ? idle + 1 : 0
        guard idle < Self.patience else { return "no sound came for 3 s" }
        let late = Duration.seconds(Double(device.waiting()) / Double(device.format.rate))
        sequencer.append(samples, time: .now - late) { hand($0, $1, $2) }
      } catch {
        if let reason = interrupt(for: error, &device, &converter, &sequencer) { return reason }
      }
    }
    return ""
  }

  /// Makes a stream that stands still go on, with a gap; why it cannot, otherwise.
  private func interrupt<Device: CaptureDevice & ~Copyable>(
    for failure: CaptureFailure, _ device: inout Device, _ converter: inout CaptureConverter,
    _ sequencer: inout BlockSequencer
  ) -> String? {
    switch failure {
    case .overrun: control.note(.overrun)
    case .suspended: control.note(.suspended)
    case .lost(let reason): return reason
    }
    sequencer.interrupt()
    converter.reset()
    do throws(CaptureFailure) { try device.recover(from: failure) } catch {
      if case .lost(let reason) = error { return reason }
    }
    return nil
  }

  /// Waits for room in the queue; meanwhile the device's buffer fills. A block that waits when the microphone is stopped is
  /// not handed over, though the queue is emptied then.
  private func hand(_ block: Span<Float>, _ sequence: UInt64, _ time: ContinuousClock.Instant) {
    while !queue.push(block, sequence: sequence, time: time) {
      usleep(5000)
      guard !control.isStopped else { return }
    }
  }
}
