/// One or more curves over one axis.
///
///     var chart = LineChart(title: "Temperature", x: .init("hours"), y: .init("°C"))
///     chart.series = [.init("room", [(0, 18), (1, 21)])]
///     try Data(chart.drawing().svg.utf8).write(to: file)
public struct LineChart: Hashable, Sendable {
  /// What is measured along one side.
  public struct Axis: Hashable, Sendable {
    /// What it is, with its unit.
    public var name: String
    /// How its values are laid out.
    public var scale: AxisScale

    /// An axis; linear unless told otherwise.
    public init(_ name: String, scale: AxisScale = .linear) {
      self.name = name
      self.scale = scale
    }
  }

  /// A value of both axes, in their units.
  public struct Value: Hashable, Sendable {
    /// Along the horizontal axis.
    public var x: Double
    /// Along the vertical axis.
    public var y: Double

    /// A point of a curve.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A curve.
  public struct Series: Hashable, Sendable {
    /// What the legend calls it; empty where it is not to stand there.
    public var name: String
    /// In the order in which they are joined. Those that are not finite are left out.
    public var values: [Value]
    /// Those among them that are marked with a dot and a text.
    public var marks: [Mark]
    /// Whether it is a thin grey line that stands behind the others, such as the end of an interval.
    public var isSubdued = false

    /// A curve with or without marks.
    public init(_ name: String, _ values: [Value], marks: [Mark] = []) {
      self.name = name
      self.values = values.filter { $0.x.isFinite && $0.y.isFinite }
      self.marks = marks.filter { $0.value.x.isFinite && $0.value.y.isFinite }
    }

    /// The same curve in the background.
    public var subdued: Series {
      var series = self
      series.isSubdued = true
      return series
    }
  }

  /// A point that is pointed out.
  public struct Mark: Hashable, Sendable {
    /// Where it is.
    public var value: Value
    /// What stands beside it.
    public var text: String

    /// A dot and a text.
    public init(_ value: Value, _ text: String) {
      self.value = value
      self.text = text
    }
  }

  /// What is shown.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The curves, in the order of the legend.
  public var series: [Series] = []

  /// A chart without curves.
  public init(title: String, x: Axis, y: Axis) {
    self.title = title
    self.x = x
    self.y = y
  }
}
