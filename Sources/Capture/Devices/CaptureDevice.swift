/// A device that is open for capture, as the capture loop sees it: ALSA's, or a scripted one in a test.
protocol CaptureDevice: ~Copyable {
  /// What is delivered.
  var format: CaptureFormat { get }

  /// Waits for frames and reads them.
  ///
  /// - Parameter bytes: room for a whole number of interleaved frames; it begins with what was read.
  /// - Returns: the frames read; 0 where none came in a tenth of a second.
  /// - Throws: `CaptureFailure`; the stream stands still then.
  mutating func read(into bytes: inout MutableSpan<UInt8>) throws(CaptureFailure) -> Int

  /// Makes a stream go on that stands still after an overrun or the machine's sleep.
  mutating func recover(from failure: CaptureFailure) throws(CaptureFailure)

  /// The frames that have been captured and not read.
  func waiting() -> Int
}
