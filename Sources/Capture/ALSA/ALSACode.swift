import CALSA
import Glibc

/// What an ALSA function answers when it fails: a negated `errno`.
struct ALSACode: RawRepresentable, Error, Hashable, Sendable {
  let rawValue: Int32

  /// The buffer was full before anybody read from it.
  static let overrun = ALSACode(rawValue: -EPIPE)
  /// The machine was asleep.
  static let suspended = ALSACode(rawValue: -ESTRPIPE)
  /// Nothing is there yet.
  static let wouldBlock = ALSACode(rawValue: -EAGAIN)
  /// A signal came.
  static let interrupted = ALSACode(rawValue: -EINTR)

  /// ALSA's own words.
  var reason: String { snd_strerror(rawValue).map { String(cString: $0) } ?? "error \(rawValue)" }

  /// The answer of a function, a count or 0, or its failure.
  @discardableResult static func check(_ answer: Int32) throws(ALSACode) -> Int {
    guard answer >= 0 else { throw ALSACode(rawValue: answer) }
    return Int(answer)
  }

  /// What it means for a device that is open.
  var failure: CaptureFailure {
    switch self {
    case .overrun: .overrun
    case .suspended: .suspended
    default: .lost(reason: reason)
    }
  }

  /// The error of a device that could not be opened or set up.
  func error(device: String, doing: String) -> MicrophoneError {
    switch -rawValue {
    case ENOENT, ENODEV, ENXIO: .noSuchDevice(device: device, reason: reason)
    case EBUSY: .busy(device: device)
    case EACCES, EPERM: .notPermitted(device: device)
    default: .failed(device: device, doing: doing, reason: reason)
    }
  }
}
