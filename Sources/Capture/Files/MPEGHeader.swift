/// The first frame of an MP3 file, in which encoders write how long it is.
struct MPEGHeader {
  /// The samples a channel.
  let samples: Int

  private static let tag = 10

  /// nil where the file is none, or its first frame does not tell.
  init?(_ bytes: SoundBytes) {
    var start = 0
    let id3 = bytes.bytes(0..<Self.tag)
    if id3.count == Self.tag, id3.starts(with: "ID3".utf8) {
      start = Self.tag + id3[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
    }
    let frame = bytes.bytes(start..<start + 64)
    guard frame.count == 64, frame[0] == 0xFF, frame[1] & 0xE6 == 0xE2 else { return nil }
    let isFirstVersion = frame[1] & 0x18 == 0x18
    let isMono = frame[3] & 0xC0 == 0xC0
    let place = 4 + (isFirstVersion ? (isMono ? 17 : 32) : isMono ? 9 : 17)
    let name = frame[place..<place + 4]
    guard name.elementsEqual("Xing".utf8) || name.elementsEqual("Info".utf8), frame[place + 7] & 1 == 1 else {
      return nil
    }
    let frames = frame[place + 8..<place + 12].reduce(0) { $0 << 8 | Int($1) }
    samples = frames * (isFirstVersion ? 1152 : 576)
  }
}
