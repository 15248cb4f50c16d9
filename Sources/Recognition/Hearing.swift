import Aligner
import Kernels

/// Where a recogniser's posteriors come from. What neural fusion needs besides is made only where it is wanted.
enum Hearing {
  /// A source of posteriors alone.
  case posteriors((Span<Float>) throws -> PhonePosteriors)
  /// A source of everything that was heard.
  case sound((Span<Float>) throws -> HeardSound)
}
