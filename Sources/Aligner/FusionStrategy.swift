/// How the sound's features and the text's become one.
public enum FusionStrategy: Hashable, Sendable {
  /// The mean of both, the text brought to the frames by the alignment.
  case mean
  /// A weighted mean; `share` is the sound's part, 0...1, nil for the one that was learned.
  case weighted(share: Float?)
  /// Both side by side.
  case concat
  /// The frames attend to the text's phones; a gate that sees the evidence decides how much of what they find counts.
  case attention
  /// A bidirectional LSTM over both side by side.
  case bilstm
}
