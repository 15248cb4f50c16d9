import Aligner
import Commands
import FoundationEssentials
import JSON
import Lexicon
import Measurement
import Pictures
import Recognition

/// What a sound looks like: the drawing of `attune align` in parts, so that a page can point into it.
struct Sight {
  private let picture: AlignmentPicture
  private let candidates: [Interpretation]
  private let heard: [Interpretation.Word]
  private let samples: [Int16]
  private let utterance: Utterance

  /// Looks at an utterance again, as a whole.
  ///
  /// - Parameter samples: 16 kHz, 30 s at most.
  init(_ utterance: Utterance, _ samples: [Int16], desk: ConsoleDesk) throws {
    let sound = samples.map { Float($0) / 32_768 }
    let commands = desk.commands.set
    let text =
      utterance.source == .microphone && !utterance.title.isEmpty ? utterance.title : utterance.result.candidate?.text
    let alignment = try WordAlignment(
      of: text ?? "", with: sound, model: desk.networks.model, aligner: desk.networks.aligner, lexicon: commands.lexicon
    )
    picture = alignment.picture(title: utterance.title)
    candidates = commands.candidates(for: alignment.posteriors, limit: 3)
    heard = try FreeHearing(besides: commands).words(in: alignment.posteriors)
    (self.samples, self.utterance) = (samples, utterance)
  }

  /// Why it was not understood, now that more is known.
  private var reason: String? {
    utterance.reason == nil ? nil : Refusal.sound(utterance.result, heard: heard)
  }

  /// The message for the page.
  var json: String {
    var object = JSONText()
    object.add("type", "sight")
    object.add("id", json: "\(utterance.id)")
    object.add("reason", reason)
    object.add("rate", json: "16000")
    object.add(
      "samples", Self.base64(samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }))
    let frames = picture.spectrogram
    let peak = frames.values.filter(\.isFinite).max() ?? 0
    object.add("spectrogram", json: Self.json(frames, range: peak - 8...peak))
    object.add(
      "tiers",
      json: JSONText.list(picture.tiers) { tier, item in
        item.add("name", tier.name)
        item.add("spans", json: JSONText.list(tier.spans, of: Self.write))
      })
    if let attention = picture.attention {
      object.add("tokens", json: JSONText.list(attention.tokens.map(JSONText.quoted)))
      object.add("attention", json: Self.json(attention.weights, range: 0...1))
    }
    object.add(
      "heard",
      json: JSONText.list(heard) { word, item in
        Self.write(AlignmentPicture.Span(word.text, word.time), to: &item)
      })
    object.add("candidates", json: JSONText.list(candidates.map { CandidateJSON.text(of: $0) }))
    return object.closed
  }

  private static func write(_ span: AlignmentPicture.Span, to object: inout JSONText) {
    object.add("text", span.text)
    object.add("start", span.time.lowerBound)
    object.add("end", span.time.upperBound)
    object.add("agreement", span.agreement)
  }

  /// Frames as bytes, 0 for the lower end of a range and 255 for the upper one.
  private static func json(_ frames: AlignmentPicture.Frames, range: ClosedRange<Float>) -> String {
    let scale = 255 / max(1e-6, range.upperBound - range.lowerBound)
    let bytes = frames.values.map { value in
      value.isFinite ? UInt8(max(0, min(255, (value - range.lowerBound) * scale))) : 0
    }
    var object = JSONText()
    object.add("size", json: "\(frames.size)")
    object.add("step", frames.frameDuration)
    object.add("bytes", base64(bytes))
    return object.closed
  }

  private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
