import Glibc
import Testing

@testable import Kernels

@Suite struct ElementaryTests {
  private static let points = stride(from: Float(-100), through: 100, by: 0.003)

  @Test func expIsExactToTwoUnits() {
    for x in stride(from: Float(-87), through: 88, by: 0.003) {
      let exact = Glibc.exp(Double(x))
      #expect(abs(Double(Elementary.exp(x)) - exact) <= 2 * Double(Float(exact).ulp))
    }
  }

  @Test func expStaysFiniteBeyondItsRange() {
    #expect(Elementary.exp(-1000) == Elementary.exp(-87))
    #expect(Elementary.exp(1000) == Elementary.exp(88))
    #expect(Elementary.exp(0) == 1)
  }

  @Test func sigmoidAndTanh() {
    for x in Self.points {
      #expect(abs(Double(Elementary.sigmoid(x)) - 1 / (1 + Glibc.exp(-Double(x)))) < 2e-7)
      #expect(abs(Double(Elementary.tanh(x)) - Glibc.tanh(Double(x))) < 3e-7)
    }
  }

  @Test func geluIsTheExactOne() throws {
    for x in Self.points {
      let exact = Double(x) * 0.5 * erfc(-Double(x) / 2.0.squareRoot())
      #expect(abs(Double(Elementary.gelu(x)) - exact) < 5e-7 * max(1, Double(x.magnitude)))
    }
    let golden = try Golden()
    var values = try Matrix(rows: 1, columns: 481, values: golden.values("elementwise.input"))
    values.applyGELU()
    #expect(distance(values, try Matrix(rows: 1, columns: 481, values: golden.values("elementwise.gelu"))) < 1e-6)
  }

  /// All 65,536 of them, bit for bit; a NaN stays a NaN.
  @Test func everyHalfIsConvertedExactly() {
    let wrong = (0...UInt16.max).filter { bits in
      let (ours, exact) = (HalfPrecision.float(bits), Float(Float16(bitPattern: bits)))
      return exact.isNaN ? !ours.isNaN : ours.bitPattern != exact.bitPattern
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: 0...40) func reductionsOfAnyLength(count: Int) {
    let values = (0..<count + 3).map { Float(($0 * 7919) % 97) - 48 }
    let range = 2..<count + 2
    let slice = values[range]
    #expect(values.span.sum(in: range) == slice.reduce(0, +))
    #expect(values.span.maximum(in: range) == slice.max() ?? -.infinity)
    #expect(values.span.squaredDeviations(in: range, from: 3) == slice.reduce(0) { $0 + ($1 - 3) * ($1 - 3) })
  }
}
