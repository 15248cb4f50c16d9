/// A colour in sRGB, 8 bits a channel.
public struct Color: Hashable, Sendable {
  /// 0...255.
  public var red: UInt8
  /// 0...255.
  public var green: UInt8
  /// 0...255.
  public var blue: UInt8

  /// A colour of its channels, 0...255 each.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour as CSS writes it, without the '#': `0x0072B2`. The highest byte is ignored.
  public init(_ rgb: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: rgb >> 16), green: UInt8(truncatingIfNeeded: rgb >> 8),
      blue: UInt8(truncatingIfNeeded: rgb))
  }

  /// On the way to another colour.
  ///
  /// - Parameter share: 0 for this colour, 1 for the other; what lies outside counts as the nearer one, NaN as 0.
  public func mixed(with other: Color, _ share: Double) -> Color {
    let share = share > 0 ? min(1, share) : 0
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Double(a) + share * (Double(b) - Double(a))).rounded()) }
    return Color(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}

extension Color {
  /// The paper.
  public static let white = Color(0xFFFFFF)
  /// Text and curves.
  public static let ink = Color(0x1A1A1A)
  /// Axes and captions.
  public static let grey = Color(0x666666)
  /// Grid lines.
  public static let faint = Color(0xDDDDDD)
  /// Colours of several things that are to be told apart, also by the colour-blind: those of Okabe and Ito (2008) but
  /// yellow, which is lost on white, and a brown.
  public static let palette = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xE69F00, 0x000000, 0x7A4A1E].map {
    Color($0)
  }
}

extension Color: CustomStringConvertible {
  /// As CSS writes it: `#0072b2`.
  public var description: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
