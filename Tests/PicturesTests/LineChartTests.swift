import Testing

@testable import Pictures

@Suite struct LineChartTests {
  @Test(arguments: [
    ([0, 1], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), ([3, 47], ["0", "10", "20", "30", "40", "50"]),
    ([-0.2, 0.21], ["-0.2", "-0.1", "0.0", "0.1", "0.2", "0.3"]),
    ([7, 7], ["7.0", "7.2", "7.4", "7.6", "7.8", "8.0"]),
  ]) func linearTicksAreRoundNumbersAroundAllValues(values: [Double], texts: [String]) {
    let ticks = AxisTicks(values, scale: .linear)
    #expect(Array(ticks.marks.map(\.text).prefix(texts.count)) == texts)
    #expect(values.allSatisfy { value in (ticks.marks[0].value...(ticks.marks.last?.value ?? 0)).contains(value) })
  }

  @Test func logarithmicTicksAreDecadesAndZeroStandsBelowThem() {
    let ticks = AxisTicks([0, 0.03, 20], scale: .logarithmic)
    #expect(ticks.marks.map(\.text) == ["0", "0.01", "0.1", "1", "10", "100"])
    #expect(ticks.marks.map { ticks.position($0.value) } == [0, 0.2, 0.4, 0.6, 0.8, 1])
    #expect(AxisTicks([0.03, 20], scale: .logarithmic).position(0.01) == 0)
  }

  /// The deviates of 50 %, 84.13 % and 97.72 % are 0, 1 and 2.
  @Test func normalDeviatesAreEquallyFarApart() {
    let ticks = AxisTicks([2, 98], scale: .normalDeviate)
    #expect(ticks.marks.first?.text == "2" && ticks.marks.last?.text == "98")
    let places = [50, 84.134, 97.725].map(ticks.position)
    #expect(abs(places[0] - 0.5) < 1e-6 && abs((places[2] - places[1]) - (places[1] - places[0])) < 1e-4)
    #expect(AxisTicks([0, 5], scale: .normalDeviate).position(0) == 0)
  }

  @Test func whatIsSubduedTakesNoColour() throws {
    var chart = Self.chart
    chart.series.insert(.init("", [.init(x: 0, y: 1), .init(x: 1, y: 2)]).subdued, at: 0)
    let reader = try SVGReader(chart.drawing().svg)
    let strokes = reader.named("polyline").filter { $0.attributes["stroke-width"] == "2" }.map {
      $0.attributes["stroke"]
    }
    #expect(strokes == Color.palette.prefix(2).map(\.description))
  }

  @Test(arguments: [[], [.nan], [.infinity, -.infinity], [0], [-1e308, 1e308], [1e-300, 2e-300], [1e11, 1e11 + 1]])
  func anyValuesGiveFewTicks(values: [Double]) {
    for scale in [AxisScale.linear, .logarithmic, .normalDeviate] {
      let ticks = AxisTicks(values, scale: scale)
      #expect((1...320).contains(ticks.marks.count))
      #expect(values.filter(\.isFinite).allSatisfy { (0...1).contains(ticks.position($0)) })
    }
  }

  static let chart: LineChart = {
    var chart = LineChart(title: "A & B", x: .init("x <m>"), y: .init("y", scale: .logarithmic))
    chart.series = [
      .init("first", [(0, 1), (1, 100)].map { .init(x: $0.0, y: $0.1) }, marks: [.init(.init(x: 1, y: 100), "here")]),
      .init("second", [(0, 0), (0.5, .nan), (1, 10)].map { .init(x: $0.0, y: $0.1) }),
    ]
    return chart
  }()

  @Test func aChartSaysWhatItShows() throws {
    let reader = try SVGReader(Self.chart.drawing().svg)
    let texts = Set(reader.named("text").map(\.text))
    #expect(texts.isSuperset(of: ["A & B", "x <m>", "y", "first", "second", "here", "0", "1", "10", "100"]))
    #expect(reader.elements[0].attributes["width"] == "640" && reader.elements[0].attributes["height"] == "400")
  }

  @Test func curvesStandWhereTheirValuesSay() throws {
    let reader = try SVGReader(Self.chart.drawing().svg)
    func points(_ color: Color) -> [[Double]] {
      let curve = reader.named("polyline").first {
        $0.attributes["stroke"] == color.description && $0.attributes["stroke-width"] == "2"
      }
      return curve?.attributes["points"]?.split(separator: " ").map {
        $0.split(separator: ",").compactMap { Double($0) }
      }
        ?? []
    }
    let (first, second) = (points(Color.palette[0]), points(Color.palette[1]))
    #expect(first.count == 2 && second.count == 2)
    // The axis goes from nothing over 1 to 100: three decades.
    let (top, bottom) = (first[1][1], second[0][1])
    #expect(abs(first[0][1] - (bottom + (top - bottom) / 3)) < 0.02)
    #expect(abs(second[1][1] - (bottom + (top - bottom) * 2 / 3)) < 0.02)
    #expect(first[0][0] == second[0][0] && first[1][0] == second[1][0])
  }

  @Test func aLongLegendHasRowsAndThePlotMakesRoom() throws {
    var chart = Self.chart
    chart.series = (0..<12).map { .init("a series with a name \($0)", [.init(x: 0, y: 1), .init(x: 1, y: 2)]) }
    let texts = try SVGReader(chart.drawing().svg).named("text")
    let names = texts.filter { $0.text.hasPrefix("a series") }
    #expect(names.count == 12)
    let rows = Set(names.compactMap { $0.attributes["y"].flatMap(Double.init) })
    #expect(rows.count > 2 && names.allSatisfy { ($0.attributes["x"].flatMap(Double.init) ?? 999) < 500 })
    let top = try #require(texts.first { $0.text == "10" }?.attributes["y"].flatMap(Double.init))
    #expect(top > (rows.max() ?? 0))
  }

  @Test(arguments: [(0, 0), (320, 200), (1200, 900)]) func anEmptyChartHasItsAxes(width: Int, height: Int) throws {
    let drawing = LineChart(title: "", x: .init(""), y: .init("")).drawing(width: width, height: height)
    #expect(drawing.width == max(320, width) && drawing.height == max(200, height))
    #expect(try PNGReader(drawing.encoded(as: .png)).raster.pixels.contains(.grey))
  }
}
