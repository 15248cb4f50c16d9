import CVectors
import Foundation
import Glibc
import Testing

@testable import Kernels

/// What CVectors computes, against the C library's double precision and against plain loops.
@Suite struct VectorLoopTests {
  private static let points = Array(stride(from: Float(-100), through: 100, by: 0.003))

  private static func changed(
    _ values: [Float], _ change: (UnsafeMutablePointer<Float>?, Int) -> Void
  ) -> [Float] {
    var values = values
    values.withUnsafeMutableBufferPointer { change($0.baseAddress, $0.count) }
    return values
  }

  private static func numbers(_ count: Int, seed: Int = 0) -> [Float] {
    (0..<count).map { Float((($0 + seed) * 7919) % 97 - 48) / 16 }
  }

  @Test func expIsExactToTwoUnits() {
    let points = Array(stride(from: Float(-87), through: 88, by: 0.003))
    for (x, y) in zip(points, Self.changed(points) { attune_exp($0, $1) }) {
      let exact = Glibc.exp(Double(x))
      #expect(abs(Double(y) - exact) <= 2 * Double(Float(exact).ulp))
    }
  }

  @Test func expStaysFiniteBeyondItsRange() {
    let values = Self.changed([-1000, -87, 1000, 88, 0]) { attune_exp($0, $1) }
    #expect(values[0] == values[1] && values[2] == values[3] && values[4] == 1)
  }

  @Test func sigmoid() {
    for (x, y) in zip(Self.points, Self.changed(Self.points) { attune_sigmoid($0, $1) }) {
      #expect(abs(Double(y) - 1 / (1 + Glibc.exp(-Double(x)))) < 2e-7)
    }
  }

  @Test func geluIsTheExactOne() throws {
    for (x, y) in zip(Self.points, Self.changed(Self.points) { attune_gelu($0, $1) }) {
      let exact = Double(x) * 0.5 * erfc(-Double(x) / 2.0.squareRoot())
      #expect(abs(Double(y) - exact) < 5e-7 * max(1, Double(x.magnitude)))
    }
    let golden = try Golden()
    var values = try Matrix(rows: 1, columns: 481, values: golden.values("elementwise.input"))
    values.applyGELU()
    #expect(distance(values, try Matrix(rows: 1, columns: 481, values: golden.values("elementwise.gelu"))) < 1e-6)
  }

  @Test(arguments: 1...70) func rowsOfAnyLength(count: Int) {
    let row = Self.numbers(count)
    let exact = row.map { Double($0) }
    let sum = exact.reduce(0) { $0 + Glibc.exp($1) }
    let softmax = Self.changed(row) { attune_softmax($0, $1) }
    let logSoftmax = Self.changed(row) { attune_log_softmax($0, $1) }
    let (scale, shift) = (Self.numbers(count, seed: 5), Self.numbers(count, seed: 9))
    var norm = [Float](repeating: 0, count: count)
    attune_layer_norm(row, scale, shift, 1e-5, &norm, count)
    let mean = exact.reduce(0, +) / Double(count)
    let variance = exact.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    for index in 0..<count {
      #expect(abs(Double(softmax[index]) - Glibc.exp(exact[index]) / sum) < 2e-7)
      #expect(abs(Double(logSoftmax[index]) - (exact[index] - Glibc.log(sum))) < 2e-6)
      let normal = (exact[index] - mean) / (variance + 1e-5).squareRoot()
      #expect(abs(Double(norm[index]) - (normal * Double(scale[index]) + Double(shift[index]))) < 2e-5)
    }
  }

  /// The largest may stand anywhere.
  @Test(arguments: [5, 16, 33]) func softmaxOfLargeNumbers(count: Int) {
    for peak in 0..<count {
      var row = [Float](repeating: -1e4, count: count)
      row[peak] = 1e4
      let expected = (0..<count).map { $0 == peak ? Float(1) : Glibc.exp(Float(-87)) }
      for (value, target) in zip(Self.changed(row) { attune_softmax($0, $1) }, expected) {
        #expect((value - target).magnitude < 1e-7)
      }
    }
  }

  /// They make products of matrices many times as slow.
  @Test func nothingIsDenormal() {
    let gelu = Self.changed(Self.points) { attune_gelu($0, $1) }
    let softmax = Self.changed(Self.points) { attune_softmax($0, $1) }
    #expect((gelu + softmax).allSatisfy { !$0.isSubnormal })
    // With weights of less than a thousandth, too.
    #expect((gelu + softmax).allSatisfy { !($0 * 1e-4).isSubnormal })
  }

  /// Whole numbers add up exactly in any order; halves of them show the order, which a row's neighbours do not change.
  @Test(arguments: [1, 3, 16, 31, 32, 64, 100, 768]) func matrixProduct(columns: Int) {
    let (inner, most) = (19, 9)
    let x = (0..<most * inner).map { Float(($0 * 31) % 17 - 8) }
    let w = (0..<inner * columns).map { Float(($0 * 37) % 13 - 6) }
    let width = Int(attune_strip)
    let strips = stride(from: 0, to: columns, by: width).flatMap { first in
      (0..<inner).flatMap { k in (first..<first + width).map { $0 < columns ? w[k * columns + $0] : .nan } }
    }
    func product(_ x: [Float], rows: Int) -> [Float] {
      var y = [Float](repeating: 2, count: rows * columns)
      attune_add_matrix_product(x, strips, &y, rows, inner, columns)
      return y
    }
    for rows in 1...most {
      for (index, value) in product(x, rows: rows).enumerated() {
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        #expect(value == (0..<inner).reduce(2) { $0 + x[row * inner + $1] * w[$1 * columns + column] })
      }
    }
    let thirds = x.map { $0 / 3 }
    let whole = product(thirds, rows: most)
    for row in 0..<most {
      let alone = product(Array(thirds[row * inner..<(row + 1) * inner]), rows: 1)
      #expect(alone.elementsEqual(whole[row * columns..<(row + 1) * columns]))
    }
  }

  @Test(arguments: [1, 7, 16, 40]) func aFrameOfAnLSTM(hidden: Int) {
    let gates = Self.numbers(4 * hidden)
    let before = Self.numbers(hidden, seed: 3)
    var (cell, output) = (before, [Float](repeating: 0, count: hidden))
    attune_remember(gates, &cell, &output, hidden)
    func sigmoid(_ index: Int) -> Double { 1 / (1 + Glibc.exp(-Double(gates[index]))) }
    for unit in 0..<hidden {
      let candidate = Glibc.tanh(Double(gates[2 * hidden + unit]))
      let next = sigmoid(hidden + unit) * Double(before[unit]) + sigmoid(unit) * candidate
      #expect(abs(Double(cell[unit]) - next) < 1e-6)
      #expect(abs(Double(output[unit]) - sigmoid(3 * hidden + unit) * Glibc.tanh(next)) < 1e-6)
    }
  }

  /// All that are numbers are kept bit for bit; what lies between two goes to the nearer, from the middle to the even one.
  @Test func brainFloats() {
    let all = (0...UInt16.max).filter { $0 & 0x7fff <= 0x7f80 }
    var floats = [Float](repeating: 0, count: all.count)
    attune_widen(all, &floats, all.count)
    #expect(zip(all, floats).allSatisfy { UInt32($0) << 16 == $1.bitPattern })
    func narrow(_ values: [Float]) -> [UInt16] {
      var halves = [UInt16](repeating: 0, count: values.count)
      attune_narrow(values, &halves, values.count)
      return halves
    }
    #expect(narrow(floats) == all)
    let finite = all.filter { $0 & 0x7fff < 0x7f80 }
    func between(_ fraction: UInt32) -> [UInt16] {
      narrow(finite.map { Float(bitPattern: UInt32($0) << 16 | fraction) })
    }
    #expect(between(0x7fff) == finite)
    #expect(between(0x8000) == finite.map { $0 + $0 % 2 })
    #expect(between(0x8001) == finite.map { $0 + 1 })
  }

  /// What stands behind attune --version --verbose is what the loader has chosen.
  @Test func theFormIsTheProcessors() throws {
    let form = String(cString: attune_vector_form())
    #if arch(x86_64)
      let information = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      let line = try #require(information.split(separator: "\n").first { $0.hasPrefix("flags") })
      let flags = Set(line.split(separator: " "))
      let third: Set<Substring> = ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"]
      let fourth: Set<Substring> = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]
      let level = !third.isSubset(of: flags) ? "x86-64 " : fourth.isSubset(of: flags) ? "x86-64-v4 " : "x86-64-v3 "
      #expect(form.hasPrefix(level))
    #elseif arch(arm64)
      #expect(form == "AArch64 (NEON)")
    #endif
    #expect(ProcessorKernels.current.loops == form)
  }

  /// All 65,536 of them, bit for bit; a NaN stays a NaN.
  @Test func everyHalfIsConvertedExactly() {
    let wrong = (0...UInt16.max).filter { bits in
      let (ours, exact) = (HalfPrecision.float(bits), Float(Float16(bitPattern: bits)))
      return exact.isNaN ? !ours.isNaN : ours.bitPattern != exact.bitPattern
    }
    #expect(wrong.isEmpty)
  }
}
