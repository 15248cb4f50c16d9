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
  /// The most pairs of a frame and a phone that are fused: a minute of sound, and a thousand phones. It bounds
  /// the memory that a transcript can ask for.
  public static let mostPairs = 3_000_000

  /// One worker's buffers. They grow to the longest segment that was seen; after that only results are allocated.
  public struct Workspace: Sendable {
    var alignment = ForwardBackward()
    var text = TextEncoder.Workspace()
    var cross = CrossAttention.Workspace()
    var correction = Correction.Workspace()
    var lstm = BidirectionalLSTM.Workspace()
    var near = Matrix()
    var evidence = Matrix()
    var projected = Matrix()
    /// The sound in the shared space, [T, 128].
    var sound = Matrix()
    /// The text in the shared space, [N, 128].
    var phones = Matrix()
    /// The text brought to the frames, [T, 128].
    var brought = Matrix()
    var joined = Matrix()
    var remembered = Matrix()
    var features = Matrix()
    var gate = Matrix()

    /// Empty buffers.
    public init() {}

    /// Brings the text to the frames by the alignment.
    mutating func bring() { brought.setProduct(near, phones) }
  }

  /// What the weights say about themselves: version, licences.
  public let metadata: [String: String]
  let text: TextEncoder
  let sound: Linear
  let soundNorm: LayerNorm
  /// What every strategy has learned, by its name.
  let strategies: [String: any FeatureFusion]
  let soundUtterance: UtteranceEncoder
  let textUtterance: UtteranceEncoder

  /// The aligner that comes with this module; it goes with the module's `AcousticModel`.
  public init() throws(SafeTensorsError) { try self.init(path: Self.path()) }

  /// Where the weights are that come with this module.
  public static func path() throws(SafeTensorsError) -> String { try AcousticModel.resource("fusion.safetensors") }

  /// An aligner from a file. What the file says it is, and every tensor's shape, are checked before this returns.
  public init(path: String) throws(SafeTensorsError) {
    let tensors = try SafeTensors(path: path)
    try tensors.requireMetadata("format", "attune-fusion")
    try tensors.requireMetadata("phones", Phone.all.map(\.description).joined(separator: " "))
    metadata = tensors.metadata
    let width = Self.width
    text = try TextEncoder(tensors)
    sound = try tensors.linear("sound", inputs: HeardSound.width, outputs: width)
    soundNorm = try tensors.layerNorm("sound_norm", columns: width)
    var strategies: [String: any FeatureFusion] = [:]
    for type in FusionStrategy.table { strategies[type.name] = try type.init(tensors) }
    self.strategies = strategies
    soundUtterance = try UtteranceEncoder(tensors, modality: "sound", inputs: width + PhonePosteriors.columns)
    textUtterance = try UtteranceEncoder(tensors, modality: "text", inputs: width)
  }

  /// Brings the sound into the shared space.
  func encode(_ heard: HeardSound, using workspace: inout Workspace) {
    sound.apply(to: heard.memories, into: &workspace.projected)
    soundNorm.apply(to: workspace.projected, into: &workspace.sound)
  }

  static func matrix(_ posteriors: PhonePosteriors) -> Matrix {
    Matrix(rows: posteriors.frameCount, columns: PhonePosteriors.columns, values: posteriors.logProbabilities)
  }
}
