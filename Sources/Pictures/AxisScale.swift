/// How the values of an axis are laid out.
public enum AxisScale: Hashable, Sendable {
  /// Equal distances for equal differences.
  case linear
  /// Equal distances for equal ratios. Values that are not positive are shown at the lower end, which is then labelled
  /// "0"; it stands for nothing rather than for a number.
  case logarithmic
  /// Percents, laid out by the deviate of the normal distribution below which so many lie, as detection errors are drawn:
  /// normal scores make straight lines. What is below 0.05 % or above 99.95 % stands at the end.
  case normalDeviate
}
