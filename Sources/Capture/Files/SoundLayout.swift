/// Which recordings stand in a file, and whether all of it is there.
struct SoundLayout {
  /// At least one.
  let parts: [SoundPart]
  let warnings: [SoundWarning]
  /// Whether the end of an Ogg file is missing.
  private let endsEarly: Bool
  /// The samples that the header of an MP3 file promises.
  private let promised: Int?
  private let isWave: Bool

  init(_ bytes: SoundBytes) {
    let wave = WaveLayout(bytes)
    let ogg = wave == nil ? OggLayout(bytes) : nil
    isWave = wave != nil
    let parts = wave?.parts ?? ogg?.parts ?? []
    self.parts = parts.isEmpty ? [SoundPart(range: 0..<bytes.count)] : parts
    warnings = wave?.warnings ?? ogg?.warnings ?? []
    endsEarly = ogg?.endsEarly ?? false
    promised = wave == nil && ogg == nil ? MPEGHeader(bytes)?.samples : nil
  }

  /// What there is to say of the end of a recording that was read to its end; nil for nothing.
  func end(of decoder: borrowing SoundDecoder) -> SoundWarning? {
    let seconds = Double(decoder.position) / Double(decoder.rate)
    if endsEarly { return .truncated(seconds: seconds, expected: nil) }
    if decoder.isMPEG {
      // Decoders leave out up to two frames at either end.
      guard let promised, decoder.position + 5 * 1152 < promised else { return nil }
      return .truncated(seconds: seconds, expected: Double(promised) / Double(decoder.rate))
    }
    return !isWave && decoder.hasWrongLength ? .truncated(seconds: seconds, expected: nil) : nil
  }
}
