@testable import Pictures

/// Reads back PNG files of 8-bit RGB in stored blocks, and checks everything that a strict reader would.
struct PNGReader {
  enum Problem: Error { case signature, chunk(String), checksum(String), header, stream, filter }

  let raster: Raster

  init(_ file: [UInt8]) throws {
    guard file.starts(with: [137, 80, 78, 71, 13, 10, 26, 10]) else { throw Problem.signature }
    var chunks: [(type: String, data: ArraySlice<UInt8>)] = []
    var rest = file[8...]
    while !rest.isEmpty {
      let length = Int(Self.integer(rest.prefix(4)))
      let type = String(decoding: rest.dropFirst(4).prefix(4), as: UTF8.self)
      guard rest.count >= 12 + length else { throw Problem.chunk(type) }
      let body = rest.dropFirst(4).prefix(4 + length)
      guard Self.integer(rest.dropFirst(8 + length).prefix(4)) == Self.crc(body) else { throw Problem.checksum(type) }
      chunks.append((type, body.dropFirst(4)))
      rest = rest.dropFirst(12 + length)
    }
    guard chunks.map(\.type) == ["IHDR", "IDAT", "IEND"], chunks[0].data.count == 13,
      Array(chunks[0].data.suffix(5)) == [8, 2, 0, 0, 0]
    else { throw Problem.header }
    let size = (Int(Self.integer(chunks[0].data.prefix(4))), Int(Self.integer(chunks[0].data.dropFirst(4).prefix(4))))
    raster = try Self.raster(width: size.0, height: size.1, lines: try Self.inflated(Array(chunks[1].data)))
  }

  private static func inflated(_ stream: [UInt8]) throws -> [UInt8] {
    guard stream.count >= 6, stream[0] & 15 == 8, (Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0 else {
      throw Problem.stream
    }
    var (position, isLast, data) = (2, false, [UInt8]())
    while !isLast {
      guard position + 5 <= stream.count, stream[position] & 0b110 == 0 else { throw Problem.stream }
      isLast = stream[position] & 1 == 1
      let words = [1, 3].map { Int(stream[position + $0]) | Int(stream[position + $0 + 1]) << 8 }
      guard words[0] ^ words[1] == 0xFFFF, position + 5 + words[0] <= stream.count else { throw Problem.stream }
      data += stream[position + 5..<position + 5 + words[0]]
      position += 5 + words[0]
    }
    let sums = data.reduce((1, 0)) { (($0.0 + Int($1)) % 65_521, ($0.1 + $0.0 + Int($1)) % 65_521) }
    guard position + 4 == stream.count, Int(integer(stream.suffix(4))) == sums.1 << 16 | sums.0 else {
      throw Problem.checksum("stream")
    }
    return data
  }

  private static func raster(width: Int, height: Int, lines: [UInt8]) throws -> Raster {
    guard lines.count == height * (1 + 3 * width) else { throw Problem.stream }
    var raster = Raster(width: width, height: height)
    for y in 0..<height {
      let line = lines[y * (1 + 3 * width)..<(y + 1) * (1 + 3 * width)]
      guard line.first == 0 else { throw Problem.filter }
      let bytes = Array(line.dropFirst())
      for x in 0..<width { raster[x, y] = Color(red: bytes[3 * x], green: bytes[3 * x + 1], blue: bytes[3 * x + 2]) }
    }
    return raster
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }

  /// CRC-32 bit by bit, as the specification defines it.
  private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var crc: UInt32 = .max
    for byte in bytes {
      for bit in 0..<8 {
        let isSet = (crc ^ UInt32(byte >> bit)) & 1 == 1
        crc = (crc >> 1) ^ (isSet ? 0xEDB8_8320 : 0)
      }
    }
    return ~crc
  }
}
