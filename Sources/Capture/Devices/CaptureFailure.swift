/// Why a device that is open gives no sound.
enum CaptureFailure: Error, Hashable, Sendable {
  /// The buffer was full before anybody read from it: the stream stands still until it is recovered.
  case overrun
  /// The machine was asleep: the stream stands still until it is recovered.
  case suspended
  /// The device is gone, or of no more use; the reason is for people.
  case lost(reason: String)
}
