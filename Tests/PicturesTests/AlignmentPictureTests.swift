import Testing

@testable import Pictures

@Suite struct AlignmentPictureTests {
  static let picture: AlignmentPicture = {
    let spectrogram = (0..<200 * 80).map { Float($0 % 80) / 10 - 8 }
    return AlignmentPicture(
      title: "a.wav: \"on & off\"", spectrogram: .init(spectrogram, size: 80, frameDuration: 0.01),
      tiers: [
        .init("phones", [.init("AA", 0.1..<0.14), .init("N", 0.14..<0.16), .init("AO", 1..<1.5)]),
        .init("words", [.init("on", 0.1..<0.5, agreement: 1), .init("off", 1..<1.5, agreement: 0)]),
      ],
      attention: .init(tokens: ["on", "off"], weights: [1, 0, 0, 0, 0, 0, 1, 0], frameDuration: 0.5))
  }()

  @Test func everythingStandsOnOneAxisOfTime() throws {
    let reader = try SVGReader(Self.picture.drawing().svg)
    let texts = reader.named("text").map(\.text)
    #expect(Set(texts).isSuperset(of: ["a.wav: \"on & off\"", "phones", "words", "AA", "N", "on", "off", "1.0"]))
    let images = reader.named("image").map(\.attributes)
    #expect(images.count == 2 && images[0]["x"] == images[1]["x"] && images[0]["width"] == images[1]["width"])
    let left = try #require(Double(images[0]["x"] ?? "")), width = try #require(Double(images[0]["width"] ?? ""))
    // 1.0 to 1.5 s of 2 s.
    let spans = reader.named("rect").filter { $0.attributes["x"].flatMap(Double.init) == left + width / 2 }
    #expect(spans.count == 2)
    #expect(spans.allSatisfy { $0.attributes["width"].flatMap(Double.init) == width / 4 })
  }

  @Test func agreementIsAShade() throws {
    func fill(_ agreement: Double?) throws -> String? {
      var picture = Self.picture
      picture.tiers = [.init("words", [.init("on", 0..<1, agreement: agreement)])]
      return try SVGReader(picture.drawing().svg).named("rect").last?.attributes["fill"]
    }
    #expect(Set(try [nil, 0, 0.5, 1].map(fill)).count == 4)
  }

  @Test func attentionHasItsFirstTokenOnTop() throws {
    var picture = Self.picture
    picture.spectrogram = .init([], size: 80, frameDuration: 0.01)
    let drawing = picture.drawing()
    guard case .image(let image, _) = drawing.shapes.first(where: { if case .image = $0 { true } else { false } })
    else {
      Issue.record("no image")
      return
    }
    // "on" attends to the first frame of four, "off" to the third.
    #expect(image.width == 4 && image.height == 2)
    let dark = (0..<2).map { y in (0..<4).filter { image[$0, y] != .white } }
    #expect(dark == [[0], [2]])
  }

  @Test(arguments: [0.0, 0.02, 5, 3600]) func anyLengthIsDrawn(seconds: Double) throws {
    var picture = AlignmentPicture(title: "", spectrogram: .init([], size: 80, frameDuration: 0.01), tiers: [])
    picture.tiers = [.init("words", [.init("w", 0..<seconds)])]
    let drawing = picture.drawing()
    #expect((600...1800).contains(drawing.width))
    #expect(try !SVGReader(drawing.svg).elements.isEmpty)
    #expect(try PNGReader(drawing.encoded(as: .png)).raster.width == drawing.width)
  }
}
