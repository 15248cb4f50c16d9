import CVectors

/// Which code computes in this process: it was chosen for the processor when the program was loaded.
public struct ProcessorKernels: Hashable, Sendable {
  /// The form of the loops over vectors: `x86-64-v3 (AVX2, FMA)`, `AArch64 (NEON)`.
  public let loops: String
  /// Who multiplies matrices: `oneDNN 2.6.3`; elsewhere than on x86-64 `these and oneDNN 2.6.3`.
  public let library: String
  /// The set of instructions for which it makes its products: `AVX2`.
  public let instructions: String
  /// Whether products are of brain floats; they are of singles otherwise.
  public let hasBrainFloats: Bool

  /// What these are.
  public init(loops: String, library: String, instructions: String, hasBrainFloats: Bool) {
    self.loops = loops
    self.library = library
    self.instructions = instructions
    self.hasBrainFloats = hasBrainFloats
  }

  /// Those of this process.
  public static let current = ProcessorKernels(
    loops: String(cString: attune_vector_form()),
    library: (Multiplier.native == .loop ? "these and " : "") + OneDNN.version, instructions: OneDNN.instructions,
    hasBrainFloats: OneDNN.hasBrainFloats)
}

extension ProcessorKernels: CustomStringConvertible {
  /// A part of a sentence.
  public var description: String {
    "loops for \(loops); products by \(library) for \(instructions), in "
      + (hasBrainFloats ? "brain floats" : "single precision")
  }
}
