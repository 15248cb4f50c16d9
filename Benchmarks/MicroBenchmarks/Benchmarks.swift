import Benchmark

/// What is measured; the library's plugin looks for this name.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .processorTime, .throughput, .allocations, .instructions], maxDuration: .seconds(3),
    maxIterations: 10_000)
  SpectrumBenchmarks.add()
  EncoderBenchmarks.add()
  DecoderBenchmarks.add()
  FusionBenchmarks.add()
  UtteranceBenchmarks.add()
  TextBenchmarks.add()
  WireBenchmarks.add()
}
