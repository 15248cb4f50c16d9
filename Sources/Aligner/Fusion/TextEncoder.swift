import Kernels
import Lexicon

/// Phones with word starts, confidence and age to the space that sound and text share, each phone seeing its
/// neighbours: embeddings, one bidirectional LSTM layer beside them, and a layer norm.
struct TextEncoder: Sendable {
  /// Seconds; older tokens are as this old.
  private static let oldest: Float = 10
  /// What is known of a phone besides: whether a word starts with it, and the confidence and age of its token.
  private static let marks = 3
  private static let width = CrossModalAligner.width

  /// The buffers of a call; reused, they grow to the longest text that was seen.
  struct Workspace: Sendable {
    fileprivate var marks = Matrix()
    fileprivate var embedded = Matrix()
    fileprivate var remembered = Matrix()
    fileprivate var lstm = BidirectionalLSTM.Workspace()
  }

  /// [40, 128]: a row for each column of the posteriors, that of the blank unused.
  private let embeddings: Matrix
  private let mark: Linear
  private let lstm: BidirectionalLSTM
  private let norm: LayerNorm

  /// Takes the weights from the tensors `text.…`, whose shapes are checked.
  init(_ tensors: SafeTensors) throws(SafeTensorsError) {
    embeddings = try tensors.matrix("text.phone.weight", rows: PhonePosteriors.columns, columns: Self.width)
    mark = try tensors.linear("text.mark", inputs: Self.marks, outputs: Self.width)
    lstm = try tensors.bidirectionalLSTM(layers: ["text.lstm"], inputs: Self.width, hidden: Self.width / 2)
    norm = try tensors.layerNorm("text.norm", columns: Self.width)
  }

  /// N phones to [N, 128].
  func encode(_ text: SpokenText, into output: inout Matrix, using workspace: inout Workspace) {
    workspace.marks.reshape(rows: text.phones.count, columns: Self.marks)
    for word in text.words {
      for phone in word.phones {
        workspace.marks[phone, 0] = phone == word.phones.lowerBound ? 1 : 0
        workspace.marks[phone, 1] = word.confidence
        workspace.marks[phone, 2] = min(max(word.age, 0), Self.oldest) / Self.oldest
      }
    }
    mark.apply(to: workspace.marks, into: &workspace.embedded)
    for (row, phone) in text.phones.enumerated() {
      for column in 0..<Self.width { workspace.embedded[row, column] += embeddings[Int(phone.rawValue), column] }
    }
    lstm.apply(to: workspace.embedded, into: &workspace.remembered, using: &workspace.lstm)
    workspace.remembered.addRows(of: workspace.embedded)
    norm.apply(to: workspace.remembered, into: &output)
  }
}
