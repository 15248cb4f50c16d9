import Foundation
import Testing

@testable import Pictures

@Suite struct DrawingTests {
  @Test(arguments: [
    "a < b & \"c\" > 'd'", "]]>", "<script>alert(1)</script>", "grüße 🎙", "tab\there", "\u{1}\u{FFFE}x",
  ])
  func anyTextIsWellFormed(text: String) throws {
    var drawing = Drawing(width: 10, height: 10, title: text)
    drawing.add(.label(.init(text, at: .init(x: 1, y: 2))))
    let reader = try SVGReader(drawing.svg)
    let expected = text.filter { !"\u{1}\u{FFFE}".contains($0) }.replacing("\t", with: " ")
    #expect(reader.named("text").map(\.text) == [expected] && reader.named("title").map(\.text) == [expected])
    #expect(reader.elements.map(\.name) == ["svg", "title", "rect", "text"])
  }

  @Test func goldenElements() {
    var drawing = Drawing(width: 40, height: 30, title: "t")
    drawing.add(.line([.init(x: 0, y: 1), .init(x: 2.345, y: .nan)], color: .ink, width: 1.5))
    drawing.add(.dot(.init(x: 3, y: 4), radius: 2, color: .grey))
    drawing.add(.label(.init("up", at: .init(x: 5, y: 6), size: 9, anchor: .middle, isUpright: true)))
    #expect(
      drawing.svg == """
        <svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" viewBox="0 0 40 30" \
        font-family="Helvetica, Arial, sans-serif" role="img">
        <title>t</title>
        <rect x="0" y="0" width="40" height="30" fill="#ffffff"/>
        <polyline points="0,1 2.35,0" fill="none" stroke="#1a1a1a" stroke-width="1.5" stroke-linejoin="round"/>
        <circle cx="3" cy="4" r="2" fill="#666666"/>
        <text x="5" y="6" font-size="9" fill="#1a1a1a" text-anchor="middle" transform="rotate(-90 5 6)">up</text>
        </svg>

        """)
  }

  @Test func picturesAreInsideTheFile() throws {
    var (drawing, raster) = (Drawing(width: 10, height: 10, title: ""), Raster(width: 4, height: 3))
    raster[1, 2] = .ink
    drawing.add(.image(raster, in: .init(x: 0, y: 0, width: 10, height: 10)))
    let image = try #require(try SVGReader(drawing.svg).named("image").first?.attributes["href"])
    let prefix = "data:image/png;base64,"
    #expect(image.hasPrefix(prefix))
    let data = try #require(Data(base64Encoded: String(image.dropFirst(prefix.count))))
    #expect(try PNGReader(Array(data)).raster == raster)
  }

  @Test func theNamesEndingChoosesTheFormat() throws {
    #expect(try PictureFormat(path: "a/b.svg") == .svg && PictureFormat(path: "x.y.PNG") == .png)
    for path in ["", "a", "svg", "a.svg/b", "a.jpeg", "a."] {
      #expect(throws: PictureError.unknownEnding(path: path)) { try PictureFormat(path: path) }
    }
    let drawing = Drawing(width: 5, height: 4, title: "")
    #expect(String(decoding: drawing.encoded(as: .svg), as: UTF8.self) == drawing.svg)
    #expect(try PNGReader(drawing.encoded(as: .png)).raster == Raster(width: 5, height: 4))
  }
}
