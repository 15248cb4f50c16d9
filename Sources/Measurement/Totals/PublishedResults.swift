import Batch
import Files
import Recordings

/// What others have reached on the same recordings, to stand beside what was measured: a table in CSV whose first column
/// names a system and whose others are percents accepted, by ratio of speech to noise.
///
///     system,24 dB,6 dB
///     Picovoice Rhino,99,96
public struct PublishedResults: Sendable {
  /// A system with what it reached.
  public struct System: Sendable {
    /// Its name.
    public let name: String
    /// Percents by the name of the ratio.
    let percents: [String: Double]

    func knows(_ names: [String]) -> Bool { names.contains { percents[$0] != nil } }

    func percent(_ name: String) -> String { percents[name].map { DecimalText.fixed($0, digits: 0) } ?? "" }

    /// The mean over the ratios in decibels; empty where one of them is not known.
    func mean(of names: [String]) -> String {
      let noisy = names.filter { $0 != NoiseMixer.name(of: nil) }
      let known = noisy.compactMap { percents[$0] }
      guard known.count == noisy.count, !known.isEmpty else { return "" }
      return DecimalText.fixed(known.reduce(0, +) / Double(known.count), digits: 1)
    }
  }

  /// The systems in their order.
  public let systems: [System]

  /// Reads a table.
  ///
  /// - Throws: `MeasurementError.published`.
  public init(contentsOf path: String) throws(MeasurementError) {
    do {
      var records = SeparatedValues(try InputFile.text(of: path), by: .comma)
      let header = try records.next()?.fields.get() ?? []
      guard header.count >= 2 else { throw TextProblem("its header names no ratios") }
      systems = try records.map { record throws(TextProblem) in
        let fields: [String]
        do throws(TextProblem) { fields = try record.fields.get() } catch { throw error.inLine(record.line) }
        let percents = fields.dropFirst().map(Double.init)
        guard fields.count == header.count, percents.allSatisfy({ $0.map { (0...100).contains($0) } ?? false }) else {
          throw TextProblem("\(header.count - 1) percents were expected").inLine(record.line)
        }
        return System(
          name: fields[0],
          percents: Dictionary(zip(header.dropFirst(), percents.compactMap(\.self))) { first, _ in first })
      }
    } catch let problem as TextProblem {
      throw .published(path: path, line: problem.line, problem: problem.description)
    } catch {
      throw .published(path: path, line: nil, problem: "\(error)")
    }
  }
}
