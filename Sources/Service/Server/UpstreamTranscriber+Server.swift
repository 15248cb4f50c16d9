public import Logging
public import Upstream

extension UpstreamTranscriber {
  /// The most utterances that a server asks about at a time.
  private static var mostAtOnce: Int { 64 }

  /// For a server: left alone for a while when it fails, so that one that is not there does not delay every command.
  ///
  /// - Parameter logger: is told when it fails.
  public convenience init(_ upstream: WyomingTranscriber, logger: Logger) {
    let backOff = BackOff.live
    let again = backOff.pause.map { ", and it is asked again in \($0 / .seconds(1)) s" } ?? ""
    self.init(upstream, backOff: backOff, mostAtOnce: Self.mostAtOnce) { error, _ in
      logger.warning("\(upstream.address) \(error); the sound alone decides\(again)")
    }
  }
}
