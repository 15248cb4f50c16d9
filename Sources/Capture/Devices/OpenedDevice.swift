import Synchronization

/// A device that one thread has opened for another to read.
final class OpenedDevice: Sendable {
  /// What it delivers.
  let format: CaptureFormat
  private let device: Mutex<ALSADevice?>

  init(_ device: consuming ALSADevice) {
    format = device.format
    self.device = Mutex(device)
  }

  /// The device, once; nil from then on.
  func take() -> ALSADevice? { device.withLock { $0.take() } }
}
