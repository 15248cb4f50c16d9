import Testing

@testable import Spectrum

@Suite struct FrameGeometryTests {
  @Test(arguments: [(0, 0), (159, 0), (160, 1), (319, 1), (320, 2), (16_000, 100)])
  func aFrameForEachWholeHop(samples: Int, frames: Int) {
    #expect(FrameGeometry.frameCount(samples: samples) == frames)
  }

  /// The rows of NumPy's `pad(arange(n), p, mode="reflect")` around the array.
  @Test(arguments: [
    (5, -3, 3), (5, -1, 1), (5, 0, 0), (5, 4, 4), (5, 5, 3), (5, 8, 0), (5, 9, 1), (5, -5, 3), (2, -3, 1), (2, 5, 1),
    (160, -200, 118), (160, 199, 119),
  ])
  func theMirrorRepeats(count: Int, position: Int, expected: Int) {
    #expect(FrameGeometry.mirrored(position, count: count) == expected)
  }

  /// The first frame looks at the mirror image of sample 200, every other one ends before what is needed.
  @Test func aFrameNeedsWhatItCovers() {
    #expect(FrameGeometry.samplesNeeded(forFrame: 0) == 201)
    for frame in 1..<50 {
      #expect(FrameGeometry.samplesNeeded(forFrame: frame) == frame * 160 + 200)
    }
  }
}
