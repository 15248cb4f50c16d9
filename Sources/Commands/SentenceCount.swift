import Glibc

/// How many sentences there are: exactly as far as 64 bits go, beyond that as a power of ten.
public enum SentenceCount: Hashable, Sendable {
  /// The number itself.
  case exactly(UInt64)
  /// About ten to this power.
  case about(powerOfTen: Int)
}

extension SentenceCount: CustomStringConvertible {
  /// `1,351` or `about 10^27`.
  public var description: String {
    switch self {
    case .about(let power): "about 10^\(power)"
    case .exactly(let count):
      String(count).reversed().enumerated().reduce(into: "") { text, digit in
        text = String(digit.element) + (digit.offset > 0 && digit.offset.isMultiple(of: 3) ? "," : "") + text
      }
    }
  }
}

extension SentenceCount: Encodable {
  /// Writes the number, or the power of ten as a number, which is not exact.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .exactly(let count): try container.encode(count)
    case .about(let power): try container.encode(pow(10, Double(min(power, 308))))
    }
  }
}

extension SentenceAutomaton {
  /// How many sentences there are, told apart by their words and their meaning; of one intent, or of all.
  func count(of intent: String? = nil) -> SentenceCount {
    let wanted = symbols.map { symbol in
      if case .tag(.intent(let name, _)) = symbol, let intent { name == intent } else { true }
    }
    var exact: [UInt64?] = [1]
    var logarithms = [0.0]
    for state in 1..<stateCount {
      let arcs = arcs(from: state).filter { wanted[Int($0.symbol)] }
      exact.append(Self.sum(arcs.map { exact[Int($0.target)] }))
      logarithms.append(Self.logarithmOfSum(arcs.map { logarithms[Int($0.target)] }))
    }
    return exact[start].map(SentenceCount.exactly) ?? .about(powerOfTen: Int(logarithms[start].rounded()))
  }

  /// The sum, or nil if a part is nil or the sum does not fit.
  private static func sum(_ parts: [UInt64?]) -> UInt64? {
    parts.reduce(0) { sum, part in
      guard let sum, let part else { return nil }
      let (result, overflow) = sum.addingReportingOverflow(part)
      return overflow ? nil : result
    }
  }

  /// log10 of the sum of numbers that are given by their log10.
  private static func logarithmOfSum(_ logarithms: [Double]) -> Double {
    guard let greatest = logarithms.max(), greatest.isFinite else { return -.infinity }
    return greatest + log10(logarithms.reduce(0) { $0 + pow(10, $1 - greatest) })
  }
}
