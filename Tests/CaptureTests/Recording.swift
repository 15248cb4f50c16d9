import CSndFile
import Glibc
import Testing

@testable import Capture

/// A way to store sound, and a writer for tests.
struct Recording: Sendable, CustomTestStringConvertible {
  var format: Int
  var rate: Int
  var channels = 1

  /// The samples by which a lossy codec may lengthen a second of sound.
  var lengthTolerance: Int { format & SF_FORMAT_MPEG_LAYER_III == SF_FORMAT_MPEG_LAYER_III ? 3000 : 2 }
  /// How far a level may be off: quantisation, or the codec.
  var levelTolerance: Double {
    [SF_FORMAT_ULAW, SF_FORMAT_PCM_U8, SF_FORMAT_VORBIS, SF_FORMAT_OPUS].contains(format & 0xffff) ? 0.02 : 1e-3
  }

  var testDescription: String { "\(String(format, radix: 16)) at \(rate) Hz, \(channels) channels" }

  static let variants: [Recording] =
    [4000, 8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000, 384_000].map {
      Recording(format: SF_FORMAT_WAV | SF_FORMAT_PCM_16, rate: $0)
    }
    + [SF_FORMAT_PCM_U8, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32, SF_FORMAT_FLOAT, SF_FORMAT_DOUBLE, SF_FORMAT_ULAW].map {
      Recording(format: SF_FORMAT_WAV | $0, rate: 16_000)
    }
    + [2, 6, 64].map { Recording(format: SF_FORMAT_WAV | SF_FORMAT_PCM_16, rate: 48_000, channels: $0) }
    + [
      Recording(format: SF_FORMAT_FLAC | SF_FORMAT_PCM_16, rate: 44_100, channels: 2),
      Recording(format: SF_FORMAT_AIFF | SF_FORMAT_PCM_24, rate: 44_100),
      Recording(format: SF_FORMAT_OGG | SF_FORMAT_VORBIS, rate: 44_100),
      Recording(format: SF_FORMAT_OGG | SF_FORMAT_OPUS, rate: 48_000),
    ]

  /// Writes a sine, the same in every channel, to a temporary file; the caller removes it.
  func write(hertz: Double, amplitude: Double, seconds: Double) throws -> String {
    let path = "/tmp/attune-\(getpid())-\(UInt64.random(in: 0 ... .max)).sound"
    var info = SF_INFO()
    info.samplerate = Int32(rate)
    info.channels = Int32(channels)
    info.format = Int32(format)
    guard let file = sf_open(path, Int32(SFM_WRITE), &info) else {
      throw CaptureError.notAudio(path: path, reason: String(cString: sf_strerror(nil)))
    }
    defer { sf_close(file) }
    let samples = (0..<Int(seconds * Double(rate))).flatMap { sample in
      repeatElement(amplitude * sin(2 * .pi * hertz * Double(sample) / Double(rate)), count: channels)
    }
    sf_writef_double(file, samples, sf_count_t(samples.count / channels))
    return path
  }
}

/// The sine of a frequency that fits samples at 16 kHz best, in the least-squares sense.
struct SineFit {
  let amplitude: Double
  /// The root mean square of what the sine leaves over.
  let residual: Double

  init(_ samples: ArraySlice<Float>, hertz: Double) {
    let angles = samples.indices.map { 2 * .pi * hertz * Double($0) / 16_000 }
    let scale = 2 / Double(samples.count)
    let sine = scale * zip(samples, angles).reduce(0) { $0 + Double($1.0) * sin($1.1) }
    let cosine = scale * zip(samples, angles).reduce(0) { $0 + Double($1.0) * cos($1.1) }
    amplitude = (sine * sine + cosine * cosine).squareRoot()
    let squares = zip(samples, angles).reduce(0) { sum, pair in
      let error = Double(pair.0) - sine * sin(pair.1) - cosine * cos(pair.1)
      return sum + error * error
    }
    residual = (squares / Double(samples.count)).squareRoot()
  }
}

/// The path of a file in Fixtures/.
func fixture(_ name: String) -> String {
  let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  return "/\(root)/Fixtures/\(name)"
}
