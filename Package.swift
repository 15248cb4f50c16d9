// swift-tools-version: 6.2

import PackageDescription

// The order of the targets is the architecture: a module may import what stands above it, never below.
// docs/architecture.md draws the same picture with data flowing through it.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A C library of the system: a module map and, where Swift needs one, a shim. Imported by exactly one module.
func system(_ name: String, pkgConfig: String? = nil, debian package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: strict)
}

/// Swift's own libraries within the program: `make package` asks for it. The modules are compiled as ever, so the linker is
/// told what the compiler would have noted for it.
let withSwift: [LinkerSetting] = [
  .unsafeFlags(
    ["-static-stdlib"]
      + [
        "--start-group", "-lFoundation", "-lFoundationEssentials", "-lFoundationInternationalization",
        "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections", "--end-group",
      ].flatMap { ["-Xlinker", $0] })
]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let metricsTestKit: Target.Dependency = .product(name: "MetricsTestKit", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
  name: "attune",
  products: [
    .executable(name: "attune", targets: ["attune"]),
    .library(name: "AttuneClient", targets: ["AttuneClient", "Wire", "JSON"]),
    .library(name: "Capture", targets: ["Capture"]),
    .library(name: "Commands", targets: ["Commands", "Lexicon"]),
    // Understanding within a program, from sound or text to a result; Benchmarks/ measures its parts. One product, since
    // a recogniser takes in what the modules above it make: models, graphs and lexicons.
    .library(name: "Recognition", targets: ["Recognition", "Aligner", "Commands", "Lexicon", "Spectrum"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    system("CALSA", pkgConfig: "alsa", debian: "libasound2-dev"),
    system("CSndFile", pkgConfig: "sndfile", debian: "libsndfile1-dev"),
    system("CSampleRate", pkgConfig: "samplerate", debian: "libsamplerate0-dev"),
    system("CFFTW", pkgConfig: "fftw3f", debian: "libfftw3-dev"),
    system("CFlite", debian: "flite1-dev"),
    system("COneDNN", debian: "libdnnl-dev"),
    system("CMalloc", debian: "libc6-dev"),

    module("JSON"),
    module("Files"),
    .target(name: "CVectors"),
    module("Kernels", ["COneDNN", "CVectors", "JSON", "Files"]),
    .target(name: "CStandardError"),
    module("Capture", ["CALSA", "CSndFile", "CSampleRate", "CStandardError", "Files"]),
    module("Spectrum", ["CFFTW"]),
    module("Pictures"),

    module(
      "Lexicon", ["CFlite", "Files"], resources: [.copy("Resources/lexicon.txt"), .copy("Resources/bigrams.bin")]),
    module("Commands", ["Lexicon", yams]),
    module(
      "Aligner", ["Kernels", "Spectrum", "Lexicon"],
      resources: [
        .copy("Resources/whisper-base.safetensors"), .copy("Resources/attune.safetensors"),
        .copy("Resources/attune-streaming.safetensors"), .copy("Resources/fusion.safetensors"),
      ]),

    module(
      "Recognition", ["Aligner", "Commands", "Lexicon", "Spectrum", "Files"],
      resources: [.copy("Resources/background.bin")]),
    module("Wire", ["JSON", nioCore]),
    module("Transport", ["Wire", nioCore, nioPosix, nioSSL]),
    module("AttuneClient", ["Wire", "Transport", nioCore, nioPosix, nioSSL]),
    module("Upstream", ["Wire", "Transport", "JSON", nioCore, nioPosix]),
    module(
      "HomeAssistant", ["Transport", "Lexicon", "JSON", "Files", nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket]),
    module(
      "Service",
      [
        "CMalloc", "Wire", "Transport", "Upstream", "JSON", "Recognition", "Aligner", "Commands", "Capture", "Lexicon",
        "Files",
        nioCore, nioPosix, nioSSL, lifecycle, unixSignals, logging, coreMetrics, yams,
      ]),
    module("Monitoring", [coreMetrics, lifecycle, nioCore, nioHTTP1, nioPosix]),

    module("Recordings", ["Aligner", "Commands", "JSON", "Files"]),
    module(
      "Batch", ["Recordings", "Upstream", "Recognition", "Aligner", "Capture", "Commands", "JSON", "Files"]),
    module(
      "Measurement",
      [
        "Batch", "Recordings", "Recognition", "Aligner", "Capture", "Commands", "Lexicon", "Spectrum", "JSON",
        "Pictures", "Files",
      ]),

    // The page is within the program, so that nothing has to be installed beside it.
    module(
      "Console",
      [
        "Measurement", "Batch", "Recordings", "Monitoring", "Recognition", "Aligner", "Capture", "Commands", "Lexicon",
        "Pictures", "JSON", "Files",
        nioCore, nioHTTP1, nioPosix, nioWebSocket,
      ],
      resources: [
        .embedInCode("Page/index.html"), .embedInCode("Page/style.css"), .embedInCode("Page/main.js"),
        .embedInCode("Page/connection.js"), .embedInCode("Page/elements.js"), .embedInCode("Page/microphone.js"),
        .embedInCode("Page/capture.js"),
        .embedInCode("Page/result.js"), .embedInCode("Page/picture.js"), .embedInCode("Page/editor.js"),
        .embedInCode("Page/watch.js"),
      ]),

    .executableTarget(
      name: "attune",
      dependencies: [
        "Recordings", "Batch", "Measurement", "Console", "Service", "AttuneClient", "HomeAssistant", "Upstream",
        "Transport", "Wire", "Monitoring",
        "Recognition", "Capture", "Aligner", "Commands",
        "Lexicon", "JSON", "Pictures", "Files", "Kernels",
        argumentParser, lifecycle, unixSignals, logging, coreMetrics,
      ],
      // The checksums of the resources above, which the program has within itself.
      resources: [.embedInCode("Doctor/checksums.txt")],
      swiftSettings: strict,
      linkerSettings: Context.environment["ATTUNE_WITH_SWIFT"] == nil ? [] : withSwift),

    .target(name: "CAllocations", path: "Tests/CAllocations"),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .target(
      name: "WyomingPeer", path: "Tests/WyomingPeer", exclude: ["transcriber.py", "client.py"], swiftSettings: strict),
    .target(
      name: "HomePeer", dependencies: ["JSON", nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket],
      path: "Tests/HomePeer",
      swiftSettings: strict),
    tests("JSON", ["TestSupport"]),
    tests("Files", ["TestSupport"]),
    tests("Kernels", ["CVectors", "TestSupport"]),
    tests("Capture", ["CSndFile", "TestSupport"]),
    tests("Spectrum", ["Kernels", "TestSupport"]),
    tests("Pictures"),
    tests("Lexicon", ["TestSupport"]),
    tests("Commands", ["Lexicon", "TestSupport"]),
    tests("Aligner", ["Kernels", "Spectrum", "Lexicon", "CAllocations"]),
    tests("Recognition", ["Aligner", "Commands", "Kernels", "Lexicon", "CAllocations", "TestSupport"]),
    .testTarget(
      name: "AttuneCommandTests",
      dependencies: [
        "attune", "AttuneClient", "Capture", "Kernels", "HomePeer", "TestSupport", "WyomingPeer",
      ],
      exclude: ["Golden"],
      swiftSettings: strict),
    tests("Wire", ["JSON", nioCore, nioEmbedded]),
    tests(
      "Service",
      [
        "Wire", "Transport", "Upstream", "JSON", "Recognition", "Aligner", "Commands", "Lexicon", nioCore, nioPosix,
        nioSSL,
        lifecycle,
        logging, coreMetrics, metricsTestKit, "TestSupport", "WyomingPeer",
      ]),
    tests("AttuneClient", ["Wire", "JSON", "WyomingPeer"]),
    .testTarget(
      name: "HostilityTests",
      dependencies: [
        "Service", "AttuneClient", "Wire", "JSON", "Recognition", "Aligner", "Commands", "Lexicon", "Capture",
        "TestSupport", "CAllocations", "CSndFile", lifecycle, logging,
      ], swiftSettings: strict),
    tests("Monitoring", [coreMetrics, lifecycle, logging, "TestSupport"]),
    tests("Upstream", ["Wire", "JSON", "WyomingPeer"]),
    tests(
      "HomeAssistant",
      [
        "Aligner", "Commands", "HomePeer", "JSON", "Lexicon", "Recognition", nioCore, nioWebSocket, "TestSupport",
        "WyomingPeer",
      ]),
    tests("Recordings", ["Aligner", "Commands", "TestSupport"]),
    tests(
      "Batch",
      ["Recordings", "Upstream", "Recognition", "Aligner", "Capture", "Commands", "Lexicon", "Files", "TestSupport"]),
    tests(
      "Measurement",
      ["Batch", "Recordings", "Recognition", "Aligner", "Capture", "Commands", "Lexicon", "Pictures", "TestSupport"]),
    tests("Console", ["Recognition", "JSON", nioCore, nioHTTP1, nioWebSocket, "TestSupport"]),
  ]
)
