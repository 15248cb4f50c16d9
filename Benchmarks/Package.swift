// swift-tools-version: 6.2

import PackageDescription

// What is measured against a running server. A package of its own, so that nobody who builds attune builds this.

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
  ],
  targets: [
    .executableTarget(
      name: "ServiceLoad",
      dependencies: [
        .product(name: "AttuneClient", package: "attune"), .product(name: "Capture", package: "attune"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict)
  ]
)
