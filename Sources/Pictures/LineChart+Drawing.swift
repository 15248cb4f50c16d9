extension LineChart {
  /// The chart on paper of a size in units of a pixel, at least 320 by 200.
  public func drawing(width: Int = 640, height: Int = 400) -> Drawing {
    let plan = Plan(self, width: max(320, width), height: max(200, height))
    var drawing = Drawing(width: max(320, width), height: max(200, height), title: title)
    plan.drawAxes(of: self, on: &drawing)
    let curves = zip(series, colors)
    for (series, color) in curves.filter(\.0.isSubdued) + curves.filter({ !$0.0.isSubdued }) {
      drawing.add(.line(series.values.map(plan.place), color: color, width: series.isSubdued ? 1 : 2))
      for mark in series.marks { plan.draw(mark, color, on: &drawing) }
    }
    plan.drawLegend(of: self, on: &drawing)
    return drawing
  }

  /// The curves' colours; those of the background take none from the palette.
  private var colors: [Color] {
    var count = 0
    return series.map { series in
      guard !series.isSubdued else { return Color.grey.mixed(with: .white, 0.4) }
      defer { count += 1 }
      return Color.palette[count % Color.palette.count]
    }
  }

  /// Where everything goes.
  private struct Plan {
    private let plot: Drawing.Rectangle
    private let xTicks: AxisTicks
    private let yTicks: AxisTicks

    init(_ chart: LineChart, width: Int, height: Int) {
      let values = chart.series.flatMap { $0.values + $0.marks.map(\.value) }
      xTicks = AxisTicks(values.map(\.x), scale: chart.x.scale)
      yTicks = AxisTicks(values.map(\.y), scale: chart.y.scale)
      let left = 36 + (yTicks.marks.map { Drawing.Label.width(of: $0.text, size: 11) }.max() ?? 0)
      let across = Double(width) - left - 24
      let top = 12 + (Plan.legend(chart, left: left, width: across).map(\.y).max() ?? 44)
      plot = .init(x: left, y: top, width: across, height: max(40, Double(height) - top - 48))
    }

    func place(_ value: Value) -> Drawing.Point {
      .init(
        x: plot.x + plot.width * xTicks.position(value.x),
        y: plot.y + plot.height * (1 - yTicks.position(value.y)))
    }

    func drawAxes(of chart: LineChart, on drawing: inout Drawing) {
      let (bottom, right) = (plot.y + plot.height, plot.x + plot.width)
      for mark in yTicks.marks {
        let y = bottom - plot.height * yTicks.position(mark.value)
        drawing.add(.line([.init(x: plot.x, y: y), .init(x: right, y: y)], color: .faint, width: 1))
        drawing.add(.label(.init(mark.text, at: .init(x: plot.x - 6, y: y + 4), size: 11, anchor: .end, color: .grey)))
      }
      for mark in xTicks.marks {
        let x = plot.x + plot.width * xTicks.position(mark.value)
        drawing.add(.line([.init(x: x, y: plot.y), .init(x: x, y: bottom)], color: .faint, width: 1))
        drawing.add(
          .label(.init(mark.text, at: .init(x: x, y: bottom + 16), size: 11, anchor: .middle, color: .grey)))
      }
      let corners = [
        Drawing.Point(x: plot.x, y: plot.y), .init(x: plot.x, y: bottom), .init(x: right, y: bottom),
      ]
      drawing.add(.line(corners, color: .grey, width: 1))
      let middle = Drawing.Point(x: plot.x + plot.width / 2, y: plot.y + plot.height / 2)
      drawing.add(.label(.init(chart.title, at: .init(x: plot.x, y: 20), size: 14)))
      drawing.add(.label(.init(chart.x.name, at: .init(x: middle.x, y: bottom + 36), anchor: .middle)))
      drawing.add(.label(.init(chart.y.name, at: .init(x: 16, y: middle.y), anchor: .middle, isUpright: true)))
    }

    /// A dot with its text on the side where there is more room.
    func draw(_ mark: Mark, _ color: Color, on drawing: inout Drawing) {
      let place = place(mark.value)
      let isLeft = place.x < plot.x + plot.width / 2
      let text = Drawing.Point(x: place.x + (isLeft ? 8 : -8), y: max(plot.y + 12, place.y - 8))
      drawing.add(.dot(place, radius: 4, color: color))
      drawing.add(.label(.init(mark.text, at: text, anchor: isLeft ? .start : .end, color: color)))
    }

    /// Names above the plot, in as many rows as they need.
    func drawLegend(of chart: LineChart, on drawing: inout Drawing) {
      let colors = chart.colors
      for (index, place) in Plan.legend(chart, left: plot.x, width: plot.width).enumerated() {
        guard !chart.series[index].name.isEmpty else { continue }
        let color = colors[index]
        let y = place.y - 4
        drawing.add(.line([.init(x: place.x, y: y), .init(x: place.x + 18, y: y)], color: color, width: 3))
        drawing.add(.label(.init(chart.series[index].name, at: .init(x: place.x + 24, y: place.y))))
      }
    }

    /// Where each name of the legend begins.
    private static func legend(_ chart: LineChart, left: Double, width: Double) -> [Drawing.Point] {
      var place = Drawing.Point(x: left, y: 44)
      return chart.series.map { series in
        guard !series.name.isEmpty else { return place }
        let length = 24 + Drawing.Label.width(of: series.name, size: 12)
        if place.x > left, place.x + length > left + width { place = .init(x: left, y: place.y + 18) }
        defer { place.x += length + 16 }
        return place
      }
    }
  }
}
