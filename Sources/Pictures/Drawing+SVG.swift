import FoundationEssentials

extension Drawing {
  /// The drawing as an SVG file. Pictures are inside it, as PNG.
  public var svg: String {
    let paper = Rectangle(x: 0, y: 0, width: Double(width), height: Double(height))
    let lines =
      [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
          + "viewBox=\"0 0 \(width) \(height)\" font-family=\"Helvetica, Arial, sans-serif\" role=\"img\">",
        XML.element("title", [], content: title),
      ] + ([.rectangle(paper, fill: .white)] + shapes).map(Self.element) + ["</svg>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func element(_ shape: Shape) -> String {
    switch shape {
    case .rectangle(let rectangle, let fill):
      XML.element("rect", attributes(rectangle) + [("fill", fill.description)])
    case .line(let points, let color, let width):
      XML.element(
        "polyline",
        [
          ("points", points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")), ("fill", "none"),
          ("stroke", color.description), ("stroke-width", number(width)), ("stroke-linejoin", "round"),
        ])
    case .dot(let centre, let radius, let color):
      XML.element(
        "circle",
        [("cx", number(centre.x)), ("cy", number(centre.y)), ("r", number(radius)), ("fill", color.description)])
    case .label(let label): XML.element("text", attributes(label), content: label.text)
    case .image(let raster, let rectangle):
      XML.element(
        "image",
        attributes(rectangle) + [
          ("preserveAspectRatio", "none"), ("style", "image-rendering: pixelated"),
          ("href", "data:image/png;base64," + Data(raster.png).base64EncodedString()),
        ])
    }
  }

  private static func attributes(_ rectangle: Rectangle) -> [(String, String)] {
    [
      ("x", number(rectangle.x)), ("y", number(rectangle.y)), ("width", number(rectangle.width)),
      ("height", number(rectangle.height)),
    ]
  }

  private static func attributes(_ label: Label) -> [(String, String)] {
    let (x, y) = (number(label.place.x), number(label.place.y))
    let place = [("x", x), ("y", y), ("font-size", number(label.size)), ("fill", label.color.description)]
    return place + (label.anchor == .start ? [] : [("text-anchor", label.anchor.rawValue)])
      + (label.isUpright ? [("transform", "rotate(-90 \(x) \(y))")] : [])
  }

  /// A number with two decimal places at most. What is far outside any drawing, or no number, is its edge.
  private static func number(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    guard abs(rounded) < 1e6 else { return "0" }
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
