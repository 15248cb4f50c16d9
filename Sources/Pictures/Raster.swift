/// A picture of pixels.
public struct Raster: Hashable, Sendable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Row-major [height, width], from the top left.
  public private(set) var pixels: [Color]

  /// A picture of one colour.
  ///
  /// - Precondition: both sides are in `1...32_768`.
  public init(width: Int, height: Int, filledWith color: Color = .white) {
    precondition((1...Self.largestSide).contains(width) && (1...Self.largestSide).contains(height))
    self.width = width
    self.height = height
    pixels = Array(repeating: color, count: width * height)
  }

  /// A pixel, counted from the top left.
  public subscript(x: Int, y: Int) -> Color {
    get { pixels[y * width + x] }
    set { pixels[y * width + x] = newValue }
  }

  /// Whether a pixel belongs to the picture.
  func contains(x: Int, y: Int) -> Bool { (0..<width).contains(x) && (0..<height).contains(y) }

  /// The longest side that a picture may have.
  public static let largestSide = 32_768
}

extension Raster {
  /// A matrix as a picture, time from left to right: the first row of `values` is the leftmost column of pixels, and its
  /// first value is at the bottom.
  ///
  /// - Parameters:
  ///   - values: row-major [frames, bands].
  ///   - bands: the values of a frame.
  ///   - range: the values of the two colours; what lies outside is shown as the nearer one.
  /// - Returns: nil where there are no values, or more on a side than a picture may have.
  /// - Precondition: `values` has whole frames.
  public init?(frames values: [Float], bands: Int, range: ClosedRange<Float>, from low: Color, to high: Color) {
    guard bands > 0 else { return nil }
    precondition(values.count.isMultiple(of: bands))
    let frames = values.count / bands
    guard (1...Self.largestSide).contains(frames), bands <= Self.largestSide else { return nil }
    self.init(width: frames, height: bands)
    let span = Double(range.upperBound) - Double(range.lowerBound)
    for frame in 0..<frames {
      for band in 0..<bands {
        let share = (Double(values[frame * bands + band]) - Double(range.lowerBound)) / (span > 0 ? span : 1)
        self[frame, bands - 1 - band] = low.mixed(with: high, share)
      }
    }
  }
}
