extension Drawing {
  /// The drawing in pixels, one for each unit.
  public var raster: Raster {
    var raster = Raster(width: width, height: height)
    for shape in shapes { raster.draw(shape) }
    return raster
  }
}

extension Raster {
  fileprivate mutating func draw(_ shape: Drawing.Shape) {
    switch shape {
    case .rectangle(let rectangle, let fill): paint(rectangle) { _, _ in fill }
    case .line(let points, let color, let width):
      for (start, end) in zip(points, points.dropFirst()) { draw(from: start, to: end, color, width: width) }
    case .dot(let centre, let radius, let color): draw(dotAt: centre, radius: radius, color)
    case .label(let label): draw(label)
    case .image(let image, let rectangle):
      paint(rectangle) { x, y in
        let column = min(image.width - 1, Int(x * Double(image.width)))
        return image[column, min(image.height - 1, Int(y * Double(image.height)))]
      }
    }
  }

  /// Paints the pixels whose centres lie in a rectangle; `color` is asked for their place in it, 0..<1 each way.
  private mutating func paint(_ rectangle: Drawing.Rectangle, _ color: (Double, Double) -> Color) {
    for y in pixels(from: rectangle.y, length: rectangle.height, limit: height) {
      for x in pixels(from: rectangle.x, length: rectangle.width, limit: width) {
        self[x, y] = color(
          (Double(x) + 0.5 - rectangle.x) / rectangle.width, (Double(y) + 0.5 - rectangle.y) / rectangle.height)
      }
    }
  }

  private func pixels(from start: Double, length: Double, limit: Int) -> Range<Int> {
    let first = Self.pixel(start + 0.5, limit: limit)
    return first..<max(first, Self.pixel(start + length + 0.5, limit: limit))
  }

  /// The pixel at a place, the nearest one that there is, or `limit` behind them all.
  private static func pixel(_ place: Double, limit: Int) -> Int { place > 0 ? Int(min(place, Double(limit))) : 0 }

  /// A line of dots, each a square, from pixel to pixel.
  private mutating func draw(
    from start: Drawing.Point, to end: Drawing.Point, _ color: Color, width: Double
  ) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = max(abs(dx), abs(dy))
    guard length < Double(4 * Self.largestSide) else { return }
    let steps = max(1, Int(length.rounded(.up)))
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      let corner = (x: start.x + share * dx - (width - 1) / 2, y: start.y + share * dy - (width - 1) / 2)
      paint(
        .init(
          x: corner.x.rounded(.down), y: corner.y.rounded(.down), width: max(1, width), height: max(1, width))
      ) { _, _ in
        color
      }
    }
  }

  private mutating func draw(dotAt centre: Drawing.Point, radius: Double, _ color: Color) {
    for y in pixels(from: centre.y - radius, length: 2 * radius, limit: height) {
      for x in pixels(from: centre.x - radius, length: 2 * radius, limit: width) {
        let (dx, dy) = (Double(x) + 0.5 - centre.x, Double(y) + 0.5 - centre.y)
        if dx * dx + dy * dy <= radius * radius { self[x, y] = color }
      }
    }
  }

  private mutating func draw(_ label: Drawing.Label) {
    let scale = max(1, Int(label.size / 9))
    let length = label.text.count * BitmapFont.advance * scale
    let before =
      switch label.anchor {
      case .start: 0
      case .middle: length / 2
      case .end: length
      }
    let limit = Self.largestSide
    let origin = (x: Self.pixel(label.place.x, limit: limit), y: Self.pixel(label.place.y, limit: limit))
    for (index, character) in label.text.enumerated() {
      for pixel in BitmapFont.pixels(of: character) {
        let along = (index * BitmapFont.advance + pixel.x) * scale - before
        let above = (BitmapFont.ascent - pixel.y) * scale
        for (i, j) in (0..<scale * scale).map({ ($0 % scale, $0 / scale) }) {
          let (along, above) = (along + i, above - j)
          let (x, y) =
            label.isUpright ? (origin.x - above, origin.y - along) : (origin.x + along, origin.y - above)
          if contains(x: x, y: y) { self[x, y] = label.color }
        }
      }
    }
  }
}
