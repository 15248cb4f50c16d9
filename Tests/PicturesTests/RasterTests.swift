import Testing

@testable import Pictures

@Suite struct RasterTests {
  @Test(arguments: [(1, 1), (3, 2), (200, 150), (1, 30_000)]) func whatIsWrittenAsPNGReadsBack(
    width: Int, height: Int
  ) throws {
    var raster = Raster(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width { raster[x, y] = Color(UInt32((x * 7919 + y * 104_729) & 0xFFFFFF)) }
    }
    #expect(try PNGReader(raster.png).raster == raster)
  }

  @Test func aDamagedPNGIsNoticedByTheReader() {
    var file = Raster(width: 3, height: 2).png
    file[50] ^= 1
    #expect(throws: PNGReader.Problem.self) { try PNGReader(file) }
  }

  /// Known answers: the check value of CRC-32, and RFC 1950's sum of a word that is often taken as its example.
  @Test func checksums() {
    #expect(Checksum.crc32("123456789".utf8) == 0xCBF4_3926)
    #expect(Checksum.adler32("Wikipedia".utf8) == 0x11E6_0398)
    #expect(Checksum.adler32([]) == 1 && Checksum.crc32([]) == 0)
  }

  @Test func framesStandBesideEachOtherWithTheLowestBandBelow() throws {
    let raster = try #require(
      Raster(frames: [0, 1, 2, .nan, 9, -9], bands: 2, range: 0...2, from: Color(0), to: Color(0x0000C8)))
    #expect(raster.width == 3 && raster.height == 2)
    #expect([raster[0, 1], raster[0, 0], raster[1, 1]].map(\.blue) == [0, 100, 200])
    #expect([raster[1, 0], raster[2, 1], raster[2, 0]].map(\.blue) == [0, 200, 0])
    #expect(Raster(frames: [], bands: 2, range: 0...1, from: .white, to: .ink) == nil)
    #expect(
      Raster(frames: [1, 1], bands: 2, range: 1...1, from: .white, to: .ink)?.pixels == [.white, .white])
  }

  @Test func everyPrintableCharacterHasItsOwnShape() {
    let characters = (0x20...0x7E).compactMap { Unicode.Scalar($0).map(Character.init) }
    let shapes = characters.map { Set(BitmapFont.pixels(of: $0).map { [$0.x, $0.y] }) }
    #expect(Set(shapes).count == 95)
    #expect(!shapes.contains(Set(BitmapFont.pixels(of: "é").map { [$0.x, $0.y] })))
    #expect(shapes.joined().allSatisfy { (0..<5).contains($0[0]) && (0..<9).contains($0[1]) })
  }

  @Test func shapesCoverThePixelsThatTheyName() {
    var drawing = Drawing(width: 20, height: 10, title: "")
    drawing.add(.rectangle(.init(x: 2, y: 3, width: 4, height: 2), fill: .ink))
    var raster = drawing.raster
    for y in 0..<10 {
      for x in 0..<20 { #expect((raster[x, y] == .ink) == ((2..<6).contains(x) && (3..<5).contains(y))) }
    }
    var pixels = Raster(width: 2, height: 1)
    pixels[1, 0] = .ink
    drawing.add(.image(pixels, in: .init(x: 0, y: 0, width: 20, height: 10)))
    raster = drawing.raster
    #expect((0..<20).map { raster[$0, 5] == .ink } == (0..<20).map { $0 >= 10 })
    drawing.add(.line([.init(x: 0, y: 0.5), .init(x: 20, y: 0.5)], color: .faint, width: 1))
    #expect((0..<20).allSatisfy { drawing.raster[$0, 0] == .faint && drawing.raster[$0, 1] != .faint })
  }

  @Test func whatLiesOutsideIsNotDrawn() {
    var drawing = Drawing(width: 8, height: 8, title: "")
    let far: [Double] = [-1e300, -20, 30, 1e300, .infinity, -.infinity, .nan]
    for x in far {
      let place = Drawing.Point(x: x, y: x)
      drawing.add(.dot(place, radius: 2, color: .ink))
      drawing.add(.line([place, .init(x: x + 1, y: x)], color: .ink, width: 1))
      drawing.add(.rectangle(.init(x: x, y: x, width: 3, height: 3), fill: .ink))
    }
    #expect(drawing.raster.pixels.count(where: { $0 == .ink }) <= 9)
  }
}
