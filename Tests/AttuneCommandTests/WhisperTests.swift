import Testing
import WyomingPeer

/// A real recogniser upstream: wyoming-faster-whisper with the weights that Attune's own encoder is from.
@Suite(
  .enabled(if: Model.isThere, Model.comment),
  .enabled(if: WhisperPeer.isAvailable, "wyoming-faster-whisper cannot be installed: no real recogniser was asked"))
struct WhisperTests {
  static let clip = "Fixtures/synthetic-espeak-lights-on-kitchen.flac"

  @Test(.timeLimit(.minutes(5))) func aRealRecogniserJoinsTheSound() throws {
    let whisper = try WhisperPeer()
    let server = try ServeProcess([
      "--transcriber", "tcp://127.0.0.1:\(whisper.port)", "--transcriber-timeout", "60",
    ])
    let run = try AttuneProcess(["send", "--host", server.address, "--timeout", "120", Self.clip])
    #expect(run.status == 0 && run.output.hasPrefix("\(Self.clip)  setLight  state=on, room=kitchen"))
    // What is no command comes back in the recogniser's words, which are nobody else's.
    let other = try AttuneProcess([
      "send", "--host", server.address, "--timeout", "120", "Fixtures/synthetic-flite-not-a-command.flac",
    ])
    #expect(other.status == 0 && other.output.contains(/-  "[^"]+ [^"]+ [^"]+"/), "\(other.output)")
  }
}
