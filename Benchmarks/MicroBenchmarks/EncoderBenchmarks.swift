import Aligner
import Benchmark
import Capture

/// Sound to phone posteriors: log-mel, network and phones. Each way to run the network is one entry.
enum EncoderBenchmarks {
  static func add() { addWholeUtterance(seconds: 3) }

  private static func addWholeUtterance(seconds: Int) {
    Benchmark.add("encoder, \(seconds) s at once") {
      let model = try AcousticModel()
      let samples = try Clip.coffee.samples(seconds: seconds)
      var workspace = AcousticModel.Workspace()
      return { blackHole(model.posteriors(of: samples.span, using: &workspace)) }
    }
  }
}
