import JSON

/// The events with which sound is sent to a speech recogniser.
extension Event {
  /// Asks for a transcript of the sound that follows.
  ///
  /// - Parameter language: what is spoken, such as "en"; nil where the recogniser should know.
  public static func transcribe(language: String?) -> Event {
    Event("transcribe", data: language.map { ["language": .text($0)] } ?? [:])
  }

  /// Sound begins.
  public static func audioStart(_ format: AudioFormat) -> Event { Event("audio-start", data: format.data) }

  /// A portion of sound.
  public static func audioChunk(_ format: AudioFormat, _ samples: [UInt8]) -> Event {
    Event("audio-chunk", data: format.data, payload: samples)
  }

  /// Sound ends.
  public static var audioStop: Event { Event("audio-stop") }
}

extension AudioFormat {
  fileprivate var data: [String: JSONValue] {
    ["rate": .integer(rate), "width": .integer(width), "channels": .integer(channels)]
  }
}
