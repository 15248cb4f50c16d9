import Commands
import JSON
import Recognition
import Wire

/// The events that tell what was understood.
struct AnswerEvents {
  private let results: [RecognitionResult]
  /// When what the results are of begins, in seconds; nil for text, which has no times.
  private let start: Double?
  private let context: [String: JSONValue]?

  /// - Parameter start: when the segment that the results are of begins, in seconds; nil for text.
  init(_ results: [RecognitionResult], start: Double?, context: [String: JSONValue]?) {
    self.results = results
    self.start = start
    self.context = context
  }

  /// The words of the commands; empty where nothing was understood. Commas tell several commands apart, so that the same
  /// is understood where the words come back as a text.
  func words(_ numbers: NumberStyle = .words) -> String {
    understood.map { $0.interpretation.text(numbers) }.joined(separator: ", ")
  }

  /// The names of what was understood.
  var names: [String] { understood.map(\.interpretation.intent) }

  /// `intent`, `intents-start` to `intents-stop`, or `not-recognized`.
  ///
  /// - Parameter words: those that were no command, where somebody knows them.
  func events(words: String?) -> [Event] {
    let intents = understood.map { intent($0.interpretation, $0.confidence).event }
    switch intents.count {
    case 0: return [NotRecognized(context: context, words: words).event]
    case 1: return intents
    default: return [IntentsStart(context: context).event] + intents + [IntentsStop(context: context).event]
    }
  }

  /// When the last command ended, in milliseconds.
  var end: Int? { understood.last.flatMap { milliseconds($0.interpretation.time)?.upperBound } }

  private var understood: [(interpretation: Interpretation, confidence: Double)] {
    results.compactMap { result in result.interpretation.map { ($0, result.confidence.value) } }
  }

  private func intent(_ command: Interpretation, _ confidence: Double) -> Intent {
    var slots = command.slots.map { slot in
      IntentSlot(
        name: slot.name, value: JSONValue(slot.value), time: milliseconds(slot.time),
        confidence: slot.confidence.map(Self.rounded), words: slot.words.joined(separator: " "),
        phones: slot.phones, isGuessed: slot.isGuessed)
    }
    slots += command.reply.contextSlots.compactMap { key in slot(of: key, beside: command) }
    return Intent(
      name: command.intent, entities: slots.map { Entity(name: $0.name, value: $0.value) },
      context: context(with: command.reply.response),
      words: command.text, confidence: Self.rounded(confidence), time: milliseconds(command.time), slots: slots)
  }

  /// A slot that the client's context fills, where nobody has said it.
  private func slot(of key: String, beside command: Interpretation) -> IntentSlot? {
    guard let value = context?[key], !command.slots.contains(where: { $0.name == key }) else { return nil }
    switch value {
    case .text, .integer, .number: return IntentSlot(name: key, value: value)
    case .null, .bool, .array, .object: return nil
    }
  }

  /// The client's context, and what is to be said.
  private func context(with response: String?) -> [String: JSONValue]? {
    guard let response else { return context }
    return (context ?? [:]).merging(["response": .text(response)]) { $1 }
  }

  private static func rounded(_ confidence: Double) -> Double { (confidence * 1000).rounded() / 1000 }

  private func milliseconds(_ time: Range<Double>?) -> Range<Int>? {
    guard let time, let start else { return nil }
    return (start + time.lowerBound).milliseconds..<(start + time.upperBound).milliseconds
  }
}

extension Interpretation {
  fileprivate func text(_ numbers: NumberStyle) -> String {
    switch numbers {
    case .words: text
    case .digits: textWithDigits
    }
  }
}

extension IntentPartial {
  init(_ command: PartialCommand) {
    self.init(
      name: command.intent,
      entities: command.slots.map { Entity(name: $0.name, value: $0.value.map { JSONValue($0) } ?? .null) },
      text: command.text)
  }
}

extension JSONValue {
  init(_ value: SlotValue) {
    self =
      switch value {
      case .text(let text): .text(text)
      case .integer(let integer): .integer(integer)
      case .number(let number): .number(number)
      case .texts(let texts): .array(texts.map { .text($0) })
      }
  }
}

extension Double {
  /// Seconds as milliseconds; the nearest that there are where they are too many.
  var milliseconds: Int {
    let rounded = (self * 1000).rounded()
    return Int(exactly: rounded) ?? (rounded > 0 ? .max : rounded < 0 ? .min : 0)
  }
}
