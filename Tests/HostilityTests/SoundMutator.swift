import CSndFile
import Foundation
import TestSupport

/// Makes sound files that are nearly right. The same seed makes the same files.
struct SoundMutator {
  private var random: SplitMix64
  private let sources: [[UInt8]]

  /// The formats that are written, besides the fixtures.
  private static let formats = [
    SF_FORMAT_WAV | SF_FORMAT_FLOAT, SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, SF_FORMAT_WAV | SF_FORMAT_ULAW,
    SF_FORMAT_AIFF | SF_FORMAT_PCM_16, SF_FORMAT_AU | SF_FORMAT_PCM_16, SF_FORMAT_W64 | SF_FORMAT_PCM_16,
    SF_FORMAT_CAF | SF_FORMAT_PCM_16, SF_FORMAT_RF64 | SF_FORMAT_PCM_16, SF_FORMAT_OGG | SF_FORMAT_VORBIS,
    SF_FORMAT_OGG | SF_FORMAT_OPUS, SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
  ]
  private static let fixtures = ["24bit-48k.wav", "stereo-8k.wav", "synthetic-flite-timer-cancel.flac", "silence.wav"]
  /// What a field of a header is set to.
  private static let extremes: [UInt32] = [
    0, 1, 2, 3, 0x7F, 0xFF, 0x100, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 44_100,
  ]

  /// - Parameters:
  ///   - fixtures: the folder of fixtures.
  ///   - folder: where files may be written.
  init(seed: UInt64, fixtures: String, folder: String) throws {
    random = SplitMix64(seed: seed)
    let read = { (path: String) in Array(try Data(contentsOf: URL(filePath: path))) }
    sources =
      try Self.fixtures.map { try read("\(fixtures)/\($0)") }
      + Self.formats.map { try read(try Self.write($0, to: "\(folder)/source")) }
  }

  private static func write(_ format: Int, to path: String) throws -> String {
    var info = SF_INFO()
    info.samplerate = 16_000
    info.channels = 2
    info.format = Int32(format)
    guard let file = sf_open(path, Int32(SFM_WRITE), &info) else { throw CocoaError(.fileWriteUnknown) }
    defer { sf_close(file) }
    let samples = (0..<32_000).map { Float(sin(Double($0 / 2) * 0.1)) * 0.4 }
    sf_writef_float(file, samples, sf_count_t(samples.count / 2))
    return path
  }

  /// The bytes of the next file.
  mutating func file() -> [UInt8] {
    var bytes = sources.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes) }
    return bytes
  }

  private mutating func place(_ bytes: [UInt8], header: Bool) -> Int {
    Int.random(in: 0..<max(1, header ? min(200, bytes.count) : bytes.count), using: &random)
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard bytes.count > 8 else { return }
    let (near, any) = (place(bytes, header: true), place(bytes, header: false))
    switch Int.random(in: 0..<9, using: &random) {
    case 0: bytes[near] ^= 1 << UInt8.random(in: 0...7, using: &random)
    case 1:
      for _ in 0..<16 { bytes[place(bytes, header: false)] ^= 1 << UInt8.random(in: 0...7, using: &random) }
    case 2: bytes.removeSubrange(any...)
    case 3, 4: set(&bytes, at: near)
    case 5: bytes.insert(contentsOf: [UInt8](repeating: .random(in: 0...255, using: &random), count: 64), at: any)
    case 6: bytes.removeSubrange(any..<min(bytes.count, any + Int.random(in: 1...500, using: &random)))
    case 7: bytes += sources.randomElement(using: &random) ?? []
    default: bytes.replaceSubrange(any..<any, with: bytes[near..<min(bytes.count, near + 40)])
    }
  }

  /// Sets two or four bytes to something extreme, in either order.
  private mutating func set(_ bytes: inout [UInt8], at place: Int) {
    let value = Self.extremes.randomElement(using: &random) ?? 0
    var field = withUnsafeBytes(of: value.littleEndian) { Array($0) }
    if Bool.random(using: &random) { field.reverse() }
    if Bool.random(using: &random) { field.removeLast(2) }
    for (index, byte) in field.enumerated() where place + index < bytes.count { bytes[place + index] = byte }
  }
}
