import Glibc
import TestSupport
import Testing

@testable import Recognition

@Suite struct CutEdgesTests {
  /// Noise with a power in dB, in frames of 20 ms.
  private static func noise(_ decibels: Double, frames: Int, seed: UInt64 = 1) -> [Float] {
    var generator = SplitMix64(seed: seed)
    let amplitude = Float((3 * pow(10, decibels / 10)).squareRoot())
    return (0..<frames * CutEdges.frame).map { _ in amplitude * Float.random(in: -1...1, using: &generator) }
  }

  private static func edges(_ samples: [Float], portion: Int = .max) -> CutEdges {
    var edges = CutEdges()
    var rest = samples[...]
    while !rest.isEmpty {
      edges.append(Array(rest.prefix(portion)).span)
      rest = rest.dropFirst(portion)
    }
    return edges
  }

  private static func isCut(_ samples: [Float]) -> Bool {
    RoomyCut(samples.span, isFirst: true, isLast: true) != nil
  }

  private static func power(_ samples: [Float]) -> Float {
    samples.reduce(0) { $0 + $1 * $1 } / Float(samples.count)
  }

  @Test func soundWithRoomIsLeftAlone() {
    let recording = Self.noise(-60, frames: 12) + Self.noise(-20, frames: 30) + Self.noise(-60, frames: 10)
    #expect(!Self.isCut(recording))
  }

  @Test(arguments: [0, 3, 9]) func aTightCutGetsHalfASecondOfItsOwnFloor(quiet: Int) throws {
    let recording =
      Self.noise(-50, frames: quiet) + Self.noise(-20, frames: 20) + Self.noise(-45, frames: 1)
      + Self.noise(-20, frames: 20)
    let roomy = RoomyCut(recording.span, isFirst: true, isLast: true)
    let cut = try #require(roomy)
    let (before, after) = (25 - quiet, 25)
    #expect(cut.samples.count == recording.count + (before + after) * CutEdges.frame)
    #expect(Array(cut.samples.dropFirst(before * CutEdges.frame).prefix(recording.count)) == recording)
    #expect(cut.lead == CutEdges.reach)
    #expect(cut.frames == before - 8..<before + 41 + quiet + 8)
    let floor = Self.power(Array(cut.samples.suffix(after * CutEdges.frame)))
    #expect(floor <= 1.1e-6 && floor > 1e-8)
  }

  /// The inner edges of a long recording's windows are not its own.
  @Test func onlyTheEdgesOfTheSoundGetRoom() {
    let speech = Self.noise(-20, frames: 40)
    let none = RoomyCut(speech.span, isFirst: false, isLast: false)
    let first = RoomyCut(speech.span, isFirst: true, isLast: false)
    let last = RoomyCut(speech.span, isFirst: false, isLast: true)
    #expect(none?.lead == nil && last?.lead == 0)
    #expect(first?.samples.count == speech.count + 25 * CutEdges.frame)
  }

  @Test(arguments: [0, 1, 159, 319, 320, 8000]) func digitalSilenceAndNothingHaveNoEdges(count: Int) {
    #expect(!Self.isCut([Float](repeating: 0, count: count)))
  }

  @Test func portionsMakeNoDifference() {
    let recording = Self.noise(-50, frames: 4) + Self.noise(-20, frames: 20)
    for portion in [1, 77, 320, 1000] {
      let edges = Self.edges(recording, portion: portion)
      #expect(edges.before() == Self.edges(recording).before() && edges.after == Self.edges(recording).after)
      #expect(edges.noise(frames: 25) == Self.edges(recording).noise(frames: 25))
    }
  }

  /// Where only the beginning is known, speech that is as loud from its first frame on is not taken for the floor.
  @Test func aBeginningThatIsLoudIsNoQuiet() {
    #expect(Self.edges(Self.noise(-20, frames: 10)).before() == 25)
    #expect(Self.edges(Self.noise(-60, frames: 10)).before() == 0)
  }

  /// Frames come in pairs of the spectrogram's, the last one perhaps alone.
  @Test func framesAreCountedAsTheNetworksDo() {
    #expect([0, 159, 160, 320, 479, 480, 640].map(CutEdges.frameCount) == [0, 0, 1, 1, 1, 2, 2])
  }
}
