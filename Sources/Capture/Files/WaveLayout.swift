/// Where the recordings in a WAV file are, whatever its headers say of it.
///
/// A recorder that was killed leaves a length of 0; a program that writes into a pipe one that is too great to be true;
/// and files that were put one behind the other, or a speech synthesiser's portions, are several in one.
struct WaveLayout {
  private(set) var parts: [SoundPart] = []
  private(set) var warnings: [SoundWarning] = []

  private let bytes: SoundBytes

  /// Lengths from here on are what programs write that do not know it.
  private static let unknown = 0x7FFF_0000
  /// Fewer bytes behind the samples are no sound.
  private static let leastRest = 1024
  /// A file of more chunks is not looked through to its end.
  private static let mostChunks = 100_000

  private var chunks = 0

  /// nil for what is no WAV file.
  init?(_ bytes: SoundBytes) {
    self.bytes = bytes
    guard isRecording(at: 0) else { return nil }
    var start = 0
    while start < bytes.count, isRecording(at: start) { start = addPart(at: start) }
    if parts.count > 1 { warnings.append(.recordings(count: parts.count)) }
  }

  private func isRecording(at offset: Int) -> Bool {
    let head = bytes.bytes(offset..<offset + 12)
    return head.count == 12 && head.starts(with: Array("RIFF".utf8)) && head[8...].elementsEqual("WAVE".utf8)
  }

  private func number(at offset: Int) -> Int {
    bytes.bytes(offset..<offset + 4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// - Returns: where the part ends.
  private mutating func addPart(at start: Int) -> Int {
    var part = SoundPart(range: start..<bytes.count)
    var (position, bytesPerSecond) = (start + 12, 0)
    while position + 8 <= bytes.count, !isRecording(at: position) {
      let (name, size) = (bytes.bytes(position..<position + 4), number(at: position + 4))
      chunks += 1
      guard Self.isName(name), chunks < Self.mostChunks else {
        position = bytes.count
        break
      }
      let content = position + 8
      var end = content + size + size % 2
      if name.elementsEqual("fmt ".utf8) { bytesPerSecond = number(at: content + 8) }
      if name.elementsEqual("data".utf8) {
        end = endOfSamples(content, size, bytesPerSecond, in: &part)
      }
      position = min(end, bytes.count)
    }
    if !isRecording(at: position) { position = bytes.count }
    part.range = start..<position
    if !part.patches.isEmpty || position < bytes.count || start > 0 {
      part.patches.append(.init(position - start - 8, at: start + 4))
    }
    parts.append(part)
    return position
  }

  /// Where the samples end that begin at `content`, as which the header has `size` bytes.
  private mutating func endOfSamples(
    _ content: Int, _ size: Int, _ bytesPerSecond: Int, in part: inout SoundPart
  ) -> Int {
    let available = bytes.count - content
    let told = content + size
    if size > available {
      if size < Self.unknown {
        warn(.truncated(seconds: seconds(available, bytesPerSecond), expected: seconds(size, bytesPerSecond)))
      }
      return bytes.count
    }
    guard size < available - 1 else { return told + size % 2 }
    for end in [told + size % 2, told] where isChunk(at: end) { return end }
    guard available - size >= Self.leastRest, !isTag(at: told) else { return bytes.count }
    warn(size == 0 ? .noLength : .longerThanTold)
    part.patches.append(.init(available, at: content - 4))
    return bytes.count
  }

  private mutating func warn(_ warning: SoundWarning) { if !warnings.contains(warning) { warnings.append(warning) } }

  private func seconds(_ count: Int, _ perSecond: Int) -> Double { Double(count) / Double(max(1, perSecond)) }

  /// Whether a chunk of the file begins there: a name of four letters, and a size that fits in.
  private func isChunk(at offset: Int) -> Bool {
    let name = bytes.bytes(offset..<offset + 4)
    guard Self.isName(name), offset + 8 <= bytes.count else { return false }
    return isRecording(at: offset) || name.elementsEqual("data".utf8)
      || offset + 8 + number(at: offset + 4) <= bytes.count
  }

  private static func isName(_ bytes: [UInt8]) -> Bool {
    bytes.count == 4 && bytes.allSatisfy { (0x20...0x7E).contains($0) }
  }

  /// Whether a description of music stands there, as some programs put one behind everything else.
  private func isTag(at offset: Int) -> Bool {
    let head = bytes.bytes(offset..<offset + 3)
    return head.elementsEqual("ID3".utf8) || head.elementsEqual("TAG".utf8)
  }
}
