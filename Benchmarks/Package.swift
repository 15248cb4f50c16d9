// swift-tools-version: 6.2

import PackageDescription

// What is measured: the parts of the recogniser, each by itself, and a running server. A package of its own, so that
// nobody who builds attune builds this or what it needs.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "attune-benchmarks",
  dependencies: [
    .package(name: "attune", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    // Without its traits, which would put two more libraries before the system's: allocations are counted by
    // CAllocations, as in the tests.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // A link to the tests' own. It is built into the program that is measured.
    .target(name: "CAllocations"),
    // The plugin looks for its benchmarks in folders of a folder of this name.
    .executableTarget(
      name: "MicroBenchmarks",
      dependencies: [
        "CAllocations",
        .product(name: "AttuneClient", package: "attune"), .product(name: "Capture", package: "attune"),
        .product(name: "Recognition", package: "attune"),
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOEmbedded", package: "swift-nio"),
      ],
      path: "MicroBenchmarks", swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "ServiceLoad",
      dependencies: [
        .product(name: "AttuneClient", package: "attune"), .product(name: "Capture", package: "attune"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
  ]
)
