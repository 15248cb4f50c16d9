import Batch

/// A program that speaks, as Debian packages it under the same name.
enum SpeechProgram: String, CaseIterable, Sendable {
  case espeakNG = "espeak-ng"
  case flite

  /// The voices that every installation has, the most different ones first.
  var voices: [Voice] {
    let names =
      switch self {
      case .espeakNG:
        ["en-us+m3", "en-gb+f2", "en-us+f4", "en-gb-scotland+m1", "en-gb-x-rp+f5", "en-us+m7", "en-029+m4", "en-gb+m6"]
      case .flite: ["slt", "rms", "awb", "kal16"]
      }
    return names.map { Voice(synthesizer: rawValue, name: $0) }
  }

  /// The command line that writes a text as speech to a WAV file. The text is never an option, whatever it begins with.
  func arguments(saying text: String, with voice: Voice, to path: String) -> [String] {
    switch self {
    case .espeakNG:
      let (wordsPerMinute, pitch) = (Int((160 * voice.speed).rounded()), Int((50 * voice.pitch).rounded()))
      return ["-v", voice.name, "-s", "\(wordsPerMinute)", "-p", "\(pitch)", "-w", path, "--", text]
    case .flite:
      let stretch = DecimalText.fixed(1 / voice.speed, digits: 3)
      let shift = DecimalText.fixed(voice.pitch, digits: 3)
      return [
        "-voice", voice.name, "--setf", "duration_stretch=\(stretch)", "--setf", "f0_shift=\(shift)", "-t", text, "-o",
        path,
      ]
    }
  }
}
