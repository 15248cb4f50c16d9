import Capture
import Files

/// Reads sound for a subcommand whose results have no place for what is to be known of it: that goes to standard error.
enum HeardFile {
  /// The samples of a file: 16 kHz, one channel.
  ///
  /// - Parameters:
  ///   - channel: the channel to hear, from 1; nil for the mean of all.
  ///   - limit: the most seconds.
  static func samples(of path: String, channel: Int? = nil, limit: Int = 3600) throws(CaptureError) -> [Float] {
    let sound = try SoundFile.sound(of: path, channel: channel, limit: .seconds(limit))
    note(path, sound.warnings)
    return sound.samples
  }

  /// Tells what is to be known of a file.
  static func note(_ path: String, _ warnings: [some CustomStringConvertible]) {
    for warning in warnings { StandardError.line("attune: " + "\(Explanation.named(path)): \(warning)".printableLine) }
  }
}
