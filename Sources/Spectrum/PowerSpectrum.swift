import CFFTW
import Glibc
import Synchronization

/// |FFT|² of one windowed frame: 400 samples in, 201 bins out.
///
/// Owns an FFTW plan and its two aligned buffers. Estimated plans only: measuring would choose another order of
/// additions from one run to the next.
///
/// Sendable because the pointers belong to this value alone, which cannot be copied.
struct PowerSpectrum: ~Copyable, @unchecked Sendable {
  static let bins = FrameGeometry.window / 2 + 1

  /// FFTW's planner is not thread-safe; making and destroying plans is, under this lock.
  private static let planner = Mutex(())

  /// The periodic Hann window.
  private static let hann = (0..<FrameGeometry.window).map { position in
    Float(0.5 - 0.5 * cos(2 * Double.pi * Double(position) / Double(FrameGeometry.window)))
  }

  private let input: UnsafeMutablePointer<Float>
  private let output: UnsafeMutablePointer<fftwf_complex>
  private let plan: fftwf_plan
  private var power = [Float](repeating: 0, count: bins)

  init() {
    (input, output, plan) = Self.planner.withLock { _ in
      let count = FrameGeometry.window
      guard let input = fftwf_alloc_real(count), let output = fftwf_alloc_complex(Self.bins),
        let plan = fftwf_plan_dft_r2c_1d(Int32(count), input, output, FFTW_ESTIMATE)
      else { preconditionFailure("FFTW plans a transform of 400 points whenever there is memory") }
      return (input, output, plan)
    }
  }

  deinit {
    Self.planner.withLock { _ in fftwf_destroy_plan(plan) }
    fftwf_free(input)
    fftwf_free(output)
  }

  /// Calls `body` with the power of each bin, 0 to 8,000 Hz in steps of 40 Hz.
  ///
  /// - Parameter sample: the sample at a position 0 ..< 400 of the frame.
  mutating func withPower(ofFrame sample: (Int) -> Float, _ body: (Span<Float>) -> Void) {
    for (position, weight) in Self.hann.enumerated() { input[position] = weight * sample(position) }
    fftwf_execute(plan)
    for bin in 0..<Self.bins {
      let (real, imaginary) = output[bin]
      power[bin] = real * real + imaginary * imaginary
    }
    body(power.span)
  }
}
