extension AlignmentPicture {
  /// The picture: spectrogram, tiers and attention above an axis of seconds. A second is 200 units wide, more in short
  /// sounds and less in those of more than eight seconds.
  public func drawing() -> Drawing {
    var page = Page(self)
    page.drawSpectrogram()
    for tier in tiers { page.draw(tier) }
    if let attention { page.draw(attention) }
    page.drawTimes()
    return page.drawing
  }

  /// Draws from the top to the bottom.
  private struct Page {
    private(set) var drawing: Drawing
    private let picture: AlignmentPicture
    private let ticks: AxisTicks
    private let seconds: Double
    private let plotWidth: Double
    private var y = 32.0

    private static let left = 96.0
    private static let bandHeight = 2.0
    private static let tierHeight = 34.0
    private static let tokenHeight = 14.0
    private static let gap = 6.0
    private static let mostTokens = 200

    init(_ picture: AlignmentPicture) {
      self.picture = picture
      seconds = picture.duration
      ticks = AxisTicks([0, seconds], scale: .linear)
      plotWidth = min(1600, max(560, (200 * seconds).rounded()))
      let tokens = min(picture.attention?.tokens.count ?? 0, Self.mostTokens)
      let spectrogram = Self.spectrogramHeight(bands: picture.spectrogram.size)
      let rows =
        [spectrogram] + picture.tiers.map { _ in Self.tierHeight }
        + (tokens > 0 ? [Double(tokens) * Self.tokenHeight] : [])
      let height = rows.reduce(y + 40) { $0 + $1 + Self.gap }
      drawing = Drawing(width: Int(Self.left + plotWidth) + 16, height: Int(height), title: picture.title)
      drawing.add(.label(.init(picture.title, at: .init(x: 8, y: 20), size: 14)))
    }

    private static func spectrogramHeight(bands: Int) -> Double { min(320, max(80, Double(bands) * bandHeight)) }

    private func x(_ second: Double) -> Double { Page.left + plotWidth * min(1, max(0, second / seconds)) }

    private mutating func drawName(_ name: String, height: Double) {
      drawing.add(
        .label(.init(name, at: .init(x: Page.left - 8, y: y + height / 2 + 4), anchor: .end, color: .grey)))
    }

    mutating func drawSpectrogram() {
      let frames = picture.spectrogram
      let height = Page.spectrogramHeight(bands: frames.size)
      drawName("sound", height: height)
      let peak = frames.values.filter(\.isFinite).max() ?? 0
      let image = Raster(frames: frames.values, bands: frames.size, range: peak - 8...peak, from: .white, to: .ink)
      draw(image, of: frames, height: height)
      y += height + Page.gap
    }

    private mutating func draw(_ image: Raster?, of frames: Frames, height: Double) {
      guard let image else { return }
      let width = x(frames.duration) - Page.left
      drawing.add(.image(image, in: .init(x: Page.left, y: y, width: width, height: height)))
    }

    mutating func draw(_ tier: Tier) {
      drawName(tier.name, height: Page.tierHeight)
      // Texts that would run into each other stand in two lines.
      var ends = [-Double.infinity, -Double.infinity]
      for span in tier.spans {
        let (start, end) = (x(span.time.lowerBound), x(span.time.upperBound))
        let box = Drawing.Rectangle(x: start, y: y, width: max(1, end - start), height: Page.tierHeight)
        drawing.add(.rectangle(box, fill: Page.shade(span.agreement)))
        drawing.add(
          .line([.init(x: start, y: y), .init(x: start, y: y + Page.tierHeight)], color: .grey, width: 1))
        let middle = (start + end) / 2
        let half = Drawing.Label.width(of: span.text, size: 11) / 2
        guard let line = ends.firstIndex(where: { $0 <= middle - half }) else { continue }
        ends[line] = middle + half + 2
        let place = Drawing.Point(x: middle, y: y + 13 + 15 * Double(line))
        drawing.add(.label(.init(span.text, at: place, size: 11, anchor: .middle)))
      }
      y += Page.tierHeight + Page.gap
    }

    /// Orange where text and sound disagree, over white, to blue where they agree; both can be read upon.
    private static func shade(_ agreement: Double?) -> Color {
      guard let agreement else { return Color(0xF2F2F2) }
      return agreement < 0.5
        ? Color(0xF2A65A).mixed(with: .white, 2 * agreement)
        : Color.white.mixed(with: Color(0x7FB8E6), 2 * agreement - 1)
    }

    mutating func draw(_ attention: Attention) {
      let count = min(attention.tokens.count, Page.mostTokens)
      let height = Double(count) * Page.tokenHeight
      // The first token is the topmost row; an image of frames has its first value at the bottom.
      var turned = attention.weights
      turned.size = count
      turned.values = (0..<attention.weights.values.count / attention.tokens.count).flatMap { frame in
        (0..<count).reversed().map { attention.weights.values[frame * attention.tokens.count + $0] }
      }
      let image = Raster(frames: turned.values, bands: count, range: 0...1, from: .white, to: Color(0x004A7F))
      draw(image, of: turned, height: height)
      for (index, token) in attention.tokens.prefix(count).enumerated() {
        let place = Drawing.Point(x: Page.left - 8, y: y + Page.tokenHeight * (Double(index) + 0.8))
        drawing.add(.label(.init(token, at: place, size: 11, anchor: .end, color: .grey)))
      }
      y += height + Page.gap
    }

    mutating func drawTimes() {
      drawing.add(.line([.init(x: Page.left, y: y), .init(x: x(seconds), y: y)], color: .grey, width: 1))
      for mark in ticks.marks where mark.value <= seconds {
        let x = x(mark.value)
        drawing.add(.line([.init(x: x, y: y), .init(x: x, y: y + 5)], color: .grey, width: 1))
        drawing.add(.label(.init(mark.text, at: .init(x: x, y: y + 18), size: 11, anchor: .middle, color: .grey)))
      }
      drawing.add(.label(.init("s", at: .init(x: Page.left - 14, y: y + 18), size: 11, anchor: .end, color: .grey)))
    }
  }
}
