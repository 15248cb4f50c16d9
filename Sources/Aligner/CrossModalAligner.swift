import Glibc
public import Kernels
import Lexicon

/// The network that brings sound and text together: it fuses a transcript with what was heard, says where its phones
/// were heard, and places whole utterances of either kind in one space.
///
/// Immutable and shared by all workers; each has a `Workspace` of its own.
public struct CrossModalAligner: Sendable {
  /// The columns of the space in which frames and phones meet.
  static let width = 128
  /// The length of an utterance's embedding.
  public static let utterance = 256
  /// The most pairs of a frame and a phone that are fused: a minute of sound with two minutes' worth of words. It bounds
  /// the memory that a transcript can ask for.
  public static let mostPairs = 3_000_000

  /// One worker's buffers. They grow to the longest segment that was seen; after that only results are allocated.
  public struct Workspace: Sendable {
    fileprivate var alignment = ForwardBackward()
    fileprivate var text = TextEncoder.Workspace()
    fileprivate var cross = CrossAttention.Workspace()
    fileprivate var correction = Correction.Workspace()
    fileprivate var lstm = BidirectionalLSTM.Workspace()
    fileprivate var near = Matrix()
    fileprivate var evidence = Matrix()
    fileprivate var projected = Matrix()
    /// The sound in the shared space, [T, 128].
    var sound = Matrix()
    /// The text in the shared space, [N, 128].
    var phones = Matrix()
    /// The text brought to the frames, [T, 128].
    fileprivate var brought = Matrix()
    fileprivate var joined = Matrix()
    fileprivate var remembered = Matrix()
    fileprivate var features = Matrix()
    fileprivate var gate = Matrix()

    /// Empty buffers.
    public init() {}
  }

  /// What the weights say about themselves: version, licences.
  public let metadata: [String: String]
  private let text: TextEncoder
  private let sound: Linear
  private let soundNorm: LayerNorm
  private let mean: Correction
  private let weighted: Correction
  private let learnedShare: Float
  private let concat: Correction
  private let cross: CrossAttention
  private let gate: Linear
  private let attention: Correction
  private let lstm: BidirectionalLSTM
  private let bilstm: Correction
  private let soundUtterance: UtteranceEncoder
  private let textUtterance: UtteranceEncoder

  /// The aligner that comes with this module; it goes with the module's `AcousticModel`.
  public init() throws(SafeTensorsError) { try self.init(path: AcousticModel.resource("fusion.safetensors")) }

  /// An aligner from a file. What the file says it is, and every tensor's shape, are checked before this returns.
  public init(path: String) throws(SafeTensorsError) {
    let tensors = try SafeTensors(path: path)
    try tensors.requireMetadata("format", "attune-fusion")
    try tensors.requireMetadata("phones", Phone.all.map(\.description).joined(separator: " "))
    metadata = tensors.metadata
    let (width, evidence) = (Self.width, AlignmentEvidence.columns)
    text = try TextEncoder(tensors)
    sound = try tensors.linear("sound", inputs: HeardSound.width, outputs: width)
    soundNorm = try tensors.layerNorm("sound_norm", columns: width)
    mean = try Correction(tensors, prefix: "mean", inputs: width + evidence)
    weighted = try Correction(tensors, prefix: "weighted", inputs: width + evidence)
    learnedShare = 1 / (1 + expf(-(try tensors.value("balance"))))
    concat = try Correction(tensors, prefix: "concat", inputs: 2 * width + evidence)
    cross = try CrossAttention(tensors)
    gate = try tensors.linear("gate", inputs: evidence + CrossAttention.heads, outputs: width)
    attention = try Correction(tensors, prefix: "attention", inputs: 2 * width + evidence)
    lstm = try tensors.bidirectionalLSTM(layers: ["lstm"], inputs: 2 * width + evidence, hidden: width / 2)
    bilstm = try Correction(tensors, prefix: "bilstm", inputs: width + evidence)
    soundUtterance = try UtteranceEncoder(tensors, modality: "sound", inputs: width + PhonePosteriors.columns)
    textUtterance = try UtteranceEncoder(tensors, modality: "text", inputs: width)
  }
}

// MARK: - Fusion

extension CrossModalAligner {
  /// Fuses what was heard with a text.
  ///
  /// Where there is nothing to fuse, the result is the sound's own, bit for bit: without words or frames, with more than
  /// `mostPairs` pairs of them, and where the text is so much longer than the sound that they cannot be aligned.
  public func fuse(
    _ heard: HeardSound, with text: SpokenText, by strategy: FusionStrategy, using workspace: inout Workspace
  ) -> FusedSound {
    guard let alignment = alignment(of: text, with: heard.posteriors, using: &workspace) else {
      return FusedSound(posteriors: heard.posteriors)
    }
    var fused = Self.matrix(heard.posteriors)
    alignment.near(into: &workspace.near)
    AlignmentEvidence.measure(text, heard: fused, alignment, near: workspace.near, into: &workspace.evidence)
    encode(heard, using: &workspace)
    self.text.encode(text, into: &workspace.phones, using: &workspace.text)
    if strategy != .attention { workspace.brought.setProduct(workspace.near, workspace.phones) }
    features(for: strategy, using: &workspace)
    correction(for: strategy).apply(to: workspace.features, correcting: &fused, using: &workspace.correction)
    return FusedSound(
      posteriors: PhonePosteriors(logProbabilities: fused.values), alignment: alignment,
      attention: strategy == .attention ? workspace.cross.weights : nil)
  }

  /// Where the phones of a text were heard; nil where there is nothing to align (see `fuse`).
  public func alignment(
    of text: SpokenText, with posteriors: PhonePosteriors, using workspace: inout Workspace
  ) -> Alignment? {
    guard text.phones.count * posteriors.frameCount <= Self.mostPairs else { return nil }
    return workspace.alignment.align(text, with: posteriors)
  }

  private func correction(for strategy: FusionStrategy) -> Correction {
    switch strategy {
    case .mean: mean
    case .weighted: weighted
    case .concat: concat
    case .attention: attention
    case .bilstm: bilstm
    }
  }

  /// Puts what the strategy's correction sees into `workspace.features`.
  private func features(for strategy: FusionStrategy, using workspace: inout Workspace) {
    switch strategy {
    case .mean: mix(share: 0.5, using: &workspace)
    case .weighted(let share): mix(share: share ?? learnedShare, using: &workspace)
    case .concat: workspace.features.join(workspace.sound, workspace.brought, workspace.evidence)
    case .attention: attend(using: &workspace)
    case .bilstm:
      workspace.joined.join(workspace.sound, workspace.brought, workspace.evidence)
      lstm.apply(to: workspace.joined, into: &workspace.remembered, using: &workspace.lstm)
      workspace.features.join(workspace.remembered, workspace.evidence)
    }
  }

  /// share · sound + (1 - share) · text, beside the evidence.
  private func mix(share: Float, using workspace: inout Workspace) {
    workspace.joined.reshape(rows: workspace.sound.rows, columns: Self.width)
    workspace.joined.fill(with: 0)
    workspace.joined.add(workspace.sound, scale: share)
    workspace.joined.add(workspace.brought, scale: 1 - share)
    workspace.features.join(workspace.joined, workspace.evidence)
  }

  /// The sound, what its frames find in the text as far as the gate lets it through, and the evidence.
  private func attend(using workspace: inout Workspace) {
    cross.attend(from: workspace.sound, to: workspace.phones, near: workspace.near, using: &workspace.cross)
    workspace.joined.join(workspace.evidence, workspace.cross.trust)
    gate.apply(to: workspace.joined, into: &workspace.gate)
    workspace.gate.applySigmoid()
    workspace.cross.found.multiplyElements(by: workspace.gate)
    workspace.features.join(workspace.sound, workspace.cross.found, workspace.evidence)
  }

  /// Brings the sound into the shared space.
  private func encode(_ heard: HeardSound, using workspace: inout Workspace) {
    sound.apply(to: heard.memories, into: &workspace.projected)
    soundNorm.apply(to: workspace.projected, into: &workspace.sound)
  }

  private static func matrix(_ posteriors: PhonePosteriors) -> Matrix {
    Matrix(rows: posteriors.frameCount, columns: PhonePosteriors.columns, values: posteriors.logProbabilities)
  }
}

// MARK: - Embeddings

extension CrossModalAligner {
  /// A vector of 256, of length 1, for a segment of sound. A frame counts as much as it is no blank.
  public func embedding(of heard: HeardSound, using workspace: inout Workspace) -> [Float] {
    encode(heard, using: &workspace)
    var probabilities = Self.matrix(heard.posteriors)
    probabilities.applyExp()
    workspace.features.join(workspace.sound, probabilities)
    let weights = (0..<probabilities.rows).map { 1 - probabilities[$0, 0] }
    return soundUtterance.embed(workspace.features, weights: weights, least: 1e-3)
  }

  /// A vector of 256, of length 1, for a text.
  public func embedding(of text: SpokenText, using workspace: inout Workspace) -> [Float] {
    self.text.encode(text, into: &workspace.phones, using: &workspace.text)
    let weights = [Float](repeating: 1, count: text.phones.count)
    return textUtterance.embed(workspace.phones, weights: weights, least: 1)
  }
}
