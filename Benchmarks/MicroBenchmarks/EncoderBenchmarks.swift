import Aligner
import Benchmark
import Capture

/// Sound to phone posteriors: log-mel, network and phones. Each way to run the network is one entry.
enum EncoderBenchmarks {
  static func add() {
    addWholeUtterance(seconds: 3)
    for count in [1, 4, 16] { addStreams(count, seconds: 3) }
  }

  private static func addWholeUtterance(seconds: Int) {
    Benchmark.add("encoder, \(seconds) s at once") {
      let model = try AcousticModel()
      let samples = try Clip.coffee.samples(seconds: seconds)
      var workspace = AcousticModel.Workspace()
      return { blackHole(model.posteriors(of: samples.span, using: &workspace)) }
    }
  }

  /// Streams that are ready at the same time; the time is of all of them.
  private static func addStreams(_ count: Int, seconds: Int) {
    Benchmark.add("encoder, \(seconds) s of \(count) streams in chunks of 320 ms") {
      let model = try StreamingModel()
      let samples = try Clip.coffee.samples(seconds: seconds)
      let streams = (0..<count).map { _ in model.stream() }
      var workspace = StreamingModel.Workspace()
      return {
        var taken = 0
        while taken < samples.count {
          var next = taken
          for stream in streams {
            next = taken + model.append(samples.span.extracting(taken...), to: stream, using: &workspace)
          }
          taken = next
          if streams.allSatisfy(\.isReady) { model.step(streams, using: &workspace) { _, _, _ in } }
        }
      }
    }
  }
}
