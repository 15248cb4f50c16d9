import CAllocations
import Glibc
import Kernels
import Testing

@testable import Aligner

/// The streaming network computes what PyTorch's does, and what it says depends on the sound alone: not on how it came, nor
/// on what else is heard.
@Suite struct StreamingTests {
  private typealias Frames = [[Float]]

  private let golden: SafeTensors
  private let samples: [Float]

  init() throws {
    golden = try SafeTensors(path: fixture("golden-streaming.safetensors"))
    samples = try golden.values("samples", shape: golden.shape(of: "samples") ?? [])
  }

  @Test(arguments: [(8, 0, "chunks8"), (16, 0, "chunks16"), (32, 0, "chunks32"), (16, 1450, "seam")])
  func logProbabilities(chunk: Int, first: Int, name: String) throws {
    let geometry = StreamGeometry(chunk: chunk)
    let model = try StreamingModel(path: StreamingModel.path(), geometry: geometry, precision: .single)
    let said = Self.hear(samples, model, AcousticStream(geometry, first: first))
    let expected = try golden.values(name + ".log_probabilities", shape: [said.count, PhonePosteriors.columns])
    // Keys and values are remembered in 8 bits of precision; what is improbable moves most, and matters least.
    let differences = zip(said.joined(), expected).map { (expf($0) - expf($1)).magnitude }
    #expect(differences.max() ?? 1 < 0.03)
    #expect(differences.reduce(0, +) / Float(said.count) < 0.003)
  }

  @Test(arguments: [[1], [159, 161, 3], [320], [5120, 7], [100_000], [4999, 1, 5121]])
  func anyDivisionOfTheSamplesGivesTheSame(pieces: [Int]) throws {
    let model = try StreamingModel.shared.get()
    #expect(Self.hear(samples, model, model.stream(), pieces: pieces) == Self.hear(samples, model, model.stream()))
  }

  @Test func aCopyGoesOnAsTheOriginal() throws {
    let model = try StreamingModel.shared.get()
    let whole = Self.hear(samples, model, model.stream())
    var workspace = StreamingModel.Workspace()
    for cut in stride(from: 3000, to: samples.count, by: 17_777) {
      let (original, copy) = (model.stream(), model.stream())
      var (first, second) = (Frames(), Frames())
      model.hear(samples.span.extracting(..<cut), in: original, using: &workspace) { _, frame, _ in
        first.append(Self.array(frame))
      }
      // The copy had another sound before.
      model.hear(samples.span.extracting(500..<9000), in: copy, using: &workspace) { _, _, _ in }
      copy.copy(original)
      second = first
      // What one hears meanwhile does not reach the other.
      model.finish(original, using: &workspace) { _, frame, _ in first.append(Self.array(frame)) }
      model.hear(samples.span.extracting(cut...), in: copy, using: &workspace) { _, frame, _ in
        second.append(Self.array(frame))
      }
      model.finish(copy, using: &workspace) { _, frame, _ in second.append(Self.array(frame)) }
      #expect(second == whole)
      #expect(first.count == (cut / 160 + 1) / 2)
    }
  }

  @Test(arguments: [1, 2, 3, 7, 16, 19]) func streamsDoNotDisturbEachOther(count: Int) throws {
    let model = try StreamingModel.shared.get()
    var workspace = StreamingModel.Workspace()
    // Each begins somewhere else in the sound, so that no two stand at the same place.
    let sounds = (0..<count).map { Array(samples[($0 * 997)...].prefix(40_000 + 1000 * ($0 % 5))) }
    let streams = sounds.map { _ in model.stream() }
    var said = [Frames](repeating: [], count: count)
    var taken = [Int](repeating: 0, count: count)
    while true {
      for index in 0..<count where !streams[index].isReady {
        let sound = sounds[index]
        taken[index] += model.append(sound.span.extracting(taken[index]...), to: streams[index], using: &workspace)
      }
      let ready = (0..<count).filter { streams[$0].isReady }
      guard !ready.isEmpty else { break }
      model.step(ready.map { streams[$0] }, using: &workspace) { place, frame, _ in
        said[ready[place]].append(Self.array(frame))
      }
    }
    for index in 0..<count {
      model.finish(streams[index], using: &workspace) { _, frame, _ in said[index].append(Self.array(frame)) }
      // On processors without products of brain floats, oneDNN sums as many rows at once in another order than a few.
      let alone = Self.hear(sounds[index], model, model.stream())
      #expect(said[index].map(\.count) == alone.map(\.count))
      let most = zip(said[index].joined(), alone.joined()).map { abs($0 - $1) }.max()
      #expect(most ?? 1 < 1e-3, "\(String(describing: most))")
    }
  }

  @Test(arguments: [0, 1, 159, 160, 320, 400, 5000, 5120, 5320, 5321, 10_240, 10_441])
  func everySoundHasAFrameForTwoHops(count: Int) throws {
    let model = try StreamingModel.shared.get()
    let said = Self.hear(Array(samples.prefix(count)), model, model.stream())
    #expect(said.count == (count / 160 + 1) / 2)
    #expect(said.allSatisfy { $0.allSatisfy { $0.isFinite && $0 <= 0 } })
  }

  @Test func aStreamIsSmall() throws {
    let stream = try StreamingModel.shared.get().stream()
    print("a stream's memory: \(stream.byteCount) bytes")
    #expect(stream.byteCount <= 1_000_000)
  }

  @Test(.enabled(if: !_isDebugAssertConfiguration(), "unoptimised Swift allocates for itself"))
  func aChunkAllocatesNothingOfItsOwn() throws {
    let model = try StreamingModel.shared.get()
    let stream = model.stream()
    var workspace = StreamingModel.Workspace()
    var fewest = Int.max
    for start in stride(from: 0, to: samples.count - 5120, by: 5120) {
      let before = allocations_of_this_thread()
      model.hear(samples.span.extracting(start..<start + 5120), in: stream, using: &workspace) { _, _, _ in }
      fewest = min(fewest, Int(allocations_of_this_thread() - before))
    }
    // oneDNN asks for memory 9 to 11 times in each of its products (some 330 times here); a loop over the frames of ours that
    // did would show.
    #expect(fewest < 410)
  }

  private static func hear(
    _ samples: [Float], _ model: StreamingModel, _ stream: AcousticStream, pieces: [Int] = [Int.max]
  ) -> Frames {
    var workspace = StreamingModel.Workspace()
    var said = Frames()
    var (taken, turn) = (0, 0)
    while taken < samples.count {
      let end = taken + min(pieces[turn % pieces.count], samples.count - taken)
      model.hear(samples.span.extracting(taken..<end), in: stream, using: &workspace) { _, frame, _ in
        said.append(array(frame))
      }
      (taken, turn) = (end, turn + 1)
    }
    model.finish(stream, using: &workspace) { _, frame, _ in said.append(array(frame)) }
    return said
  }

  private static func array(_ span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }
}

extension StreamingModel {
  /// The module's model, loaded once for all tests.
  static let shared = Result { try StreamingModel() }
}
