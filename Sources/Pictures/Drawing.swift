/// A picture as a list of shapes, in units of a pixel from the top left. Later shapes cover earlier ones.
///
/// A drawing is a value; `svg` and `png` are two ways to write the same one.
public struct Drawing: Hashable, Sendable {
  /// A place.
  public struct Point: Hashable, Sendable {
    /// To the right.
    public var x: Double
    /// Downwards.
    public var y: Double

    /// A place, counted from the top left.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// An upright rectangle.
  public struct Rectangle: Hashable, Sendable {
    /// The left edge.
    public var x: Double
    /// The upper edge.
    public var y: Double
    /// The distance to the right edge, at least 0.
    public var width: Double
    /// The distance to the lower edge, at least 0.
    public var height: Double

    /// A rectangle of its upper left corner and its size.
    public init(x: Double, y: Double, width: Double, height: Double) {
      self.x = x
      self.y = y
      self.width = width
      self.height = height
    }
  }

  /// A line of text.
  public struct Label: Hashable, Sendable {
    /// Which part of the text stands at its place.
    public enum Anchor: String, Sendable { case start, middle, end }

    /// Any text; what XML cannot hold is left out.
    public var text: String
    /// Where the base line is.
    public var place: Point
    /// The height of the font.
    public var size: Double
    /// Which part of the text stands at `place`.
    public var anchor: Anchor
    /// The colour.
    public var color: Color
    /// Whether the text runs upwards.
    public var isUpright: Bool

    /// A line of text; of 12 units and from left to right unless told otherwise.
    public init(
      _ text: String, at place: Point, size: Double = 12, anchor: Anchor = .start, color: Color = .ink,
      isUpright: Bool = false
    ) {
      self.text = text
      self.place = place
      self.size = size
      self.anchor = anchor
      self.color = color
      self.isUpright = isUpright
    }

    /// About how wide a text of this size is.
    static func width(of text: String, size: Double) -> Double { Double(text.count) * size * 0.6 }
  }

  /// What a drawing is made of.
  public enum Shape: Hashable, Sendable {
    case rectangle(Rectangle, fill: Color)
    /// A line through the points; of one point or none, nothing is seen.
    case line([Point], color: Color, width: Double)
    case dot(Point, radius: Double, color: Color)
    case label(Label)
    /// A picture, stretched to fill the rectangle; its pixels stay sharp.
    case image(Raster, in: Rectangle)
  }

  /// Units from left to right.
  public let width: Int
  /// Units from top to bottom.
  public let height: Int
  /// What the drawing shows, for those who cannot see it.
  public var title: String
  /// From the lowest to the topmost.
  public private(set) var shapes: [Shape] = []

  /// White paper.
  ///
  /// - Precondition: both sides are in `1...Raster.largestSide`.
  public init(width: Int, height: Int, title: String) {
    precondition((1...Raster.largestSide).contains(width) && (1...Raster.largestSide).contains(height))
    self.width = width
    self.height = height
    self.title = title
  }

  /// Draws a shape over what is there.
  public mutating func add(_ shape: Shape) { shapes.append(shape) }
}
