extension Raster {
  /// The picture as a PNG file: 8-bit RGB, in stored blocks. It is not compressed, so that no library is needed.
  public var png: [UInt8] {
    let header = Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(height)) + [8, 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + Self.chunk("IHDR", header) + Self.chunk("IDAT", Self.zlib(scanlines)) + Self.chunk("IEND", [])
  }

  /// Each row behind a 0, which says that it is not filtered.
  private var scanlines: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(height * (1 + 3 * width))
    for y in 0..<height {
      bytes.append(0)
      for pixel in pixels[y * width..<(y + 1) * width] {
        bytes.append(pixel.red)
        bytes.append(pixel.green)
        bytes.append(pixel.blue)
      }
    }
    return bytes
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(Checksum.crc32(body))
  }

  /// A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4).
  private static func zlib(_ data: [UInt8]) -> [UInt8] {
    let largest = 65_535
    var stream: [UInt8] = [0x78, 0x01]
    stream.reserveCapacity(data.count + data.count / largest * 5 + 16)
    for start in stride(from: 0, to: data.count, by: largest) {
      let block = data[start..<min(start + largest, data.count)]
      let length = UInt16(block.count)
      stream.append(block.endIndex == data.count ? 1 : 0)
      for word in [length, ~length] {
        stream += [UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8)]
      }
      stream += block
    }
    return stream + bigEndian(Checksum.adler32(data))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
