/// Who multiplies rows by the weights of a layer.
enum Multiplier: CaseIterable, Sendable {
  /// oneDNN, which makes its products for the kind of x86-64 that is there.
  case library
  /// A loop of our own, in vectors of the processor's. For other processors Debian's oneDNN has products of plain C++ alone,
  /// which take nine times as many instructions: docs/raspberry-pi.md.
  case loop

  /// The one for this processor.
  static var native: Multiplier {
    #if arch(x86_64)
      .library
    #else
      .loop
    #endif
  }
}
