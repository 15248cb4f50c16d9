/// Where the recordings in an Ogg file are: a chain of streams, each with an end of its own.
struct OggLayout {
  private(set) var parts: [SoundPart] = []
  private(set) var warnings: [SoundWarning] = []
  /// Whether the last page, or its end, is missing.
  private(set) var endsEarly = false

  private static let begins: UInt8 = 2
  private static let ends: UInt8 = 4

  /// nil for what is no Ogg file. Every page tells how long it is.
  init?(_ bytes: SoundBytes) {
    guard bytes.bytes(0..<4).elementsEqual("OggS".utf8) else { return nil }
    var (position, start, flags, isInside) = (0, 0, UInt8(0), false)
    while position < bytes.count {
      let head = bytes.bytes(position..<position + 27 + 255)
      guard head.count >= 27, head.starts(with: "OggS".utf8), head.count >= 27 + Int(head[26]) else { break }
      flags = head[5]
      if flags & Self.begins == 0 {
        isInside = true
      } else if isInside {
        parts.append(SoundPart(range: start..<position))
        (start, isInside) = (position, false)
      }
      position += 27 + Int(head[26]) + head[27..<27 + Int(head[26])].reduce(0) { $0 + Int($1) }
    }
    // What is no page may follow as long as the stream has ended.
    endsEarly = position > bytes.count || flags & Self.ends == 0
    parts.append(SoundPart(range: start..<bytes.count))
    if parts.count > 1 { warnings.append(.recordings(count: parts.count)) }
  }
}
