import Aligner
import Batch
import FoundationEssentials
import Pictures
import Recordings

/// A failure on a page: what was meant, what was understood, the sound and its picture.
struct FailureArticle {
  private let failure: Failure
  private let facts: [(name: String, value: String)]

  init(_ failure: Failure, in measurement: BatchMeasurement) {
    self.failure = failure
    let record = failure.record
    var facts = [("meant", Self.meaning(failure.truth))]
    facts.append(("understood", ResultComparison.Change.meaning(of: record) + (record.words.map { ": “\($0)”" } ?? "")))
    if record.intent == nil, let candidate = record.candidate {
      let slots = candidate.slots.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
      facts.append(("rejected", "\(candidate.intent)(\(slots)): “\(candidate.words)”"))
    }
    if let confidence = record.confidence { facts.append(("confidence", DecimalText.fixed(confidence, digits: 3))) }
    if let doubted = record.candidate?.doubted { facts.append(("doubted most", "“\(doubted)”")) }
    if let transcript = failure.item.transcript {
      facts.append(("transcript", transcript.map(\.text).joined(separator: " ")))
    }
    if measurement.ratios.count > 1 || record.snr != nil { facts.append(("noise", NoiseMixer.name(of: record.snr))) }
    facts += failure.item.groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    self.facts = facts
  }

  private static func meaning(_ truth: Truth) -> String {
    guard let label = truth.label else { return "no command" }
    let slots = label.slots.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    return "\(label.intent)(\(slots))"
  }

  /// Writes the failure; its sound and picture only as far as there is room.
  ///
  /// - Parameter budget: the bytes that are left for them.
  func add(to page: inout HTML, clips: FailureClipMaker, budget: inout Int) {
    page.add("<article>")
    page.add("<h3><bdi>\(HTML.escaped(failure.item.name.lastPathComponent))</bdi></h3>")
    page.add("<dl>")
    for fact in facts {
      page.add("<dt>\(HTML.escaped(fact.name))</dt><dd><bdi>\(HTML.escaped(fact.value))</bdi></dd>")
    }
    page.add("</dl>")
    do {
      let clip = try clips.clip(of: failure)
      let size = clip.sound.count + (clip.picture?.svg.utf8.count ?? 0)
      if size <= budget {
        add(clip, to: &page)
      } else {
        page.add("p", "The page has no room for its sound.", class: "note")
      }
      budget -= min(budget, size)
    } catch {
      page.add("p", "It cannot be shown: \(error)", class: "note")
    }
    page.add("</article>")
  }

  private func add(_ clip: FailureClipMaker.Clip, to page: inout HTML) {
    let sound = Data(clip.sound).base64EncodedString()
    page.add("<audio controls preload=\"metadata\" src=\"data:audio/flac;base64,\(sound)\"></audio>")
    if let picture = clip.picture {
      page.figure(picture)
    } else {
      page.add("p", "It is too long to be drawn.", class: "note")
    }
  }
}
