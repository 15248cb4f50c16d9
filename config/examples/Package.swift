// swift-tools-version: 6.2

import PackageDescription

// The shortest programs that use Attune's libraries. A package of its own, as a user's is: it takes from Attune what
// anybody may take.

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

let package = Package(
  name: "attune-examples",
  dependencies: [.package(name: "attune", path: "../..")],
  targets: [
    .executableTarget(
      name: "RecognizeFile",
      dependencies: [
        .product(name: "Recognition", package: "attune"), .product(name: "Capture", package: "attune"),
      ],
      path: "RecognizeFile", swiftSettings: strict),
    .executableTarget(
      name: "AskServer",
      dependencies: [
        .product(name: "AttuneClient", package: "attune"), .product(name: "Capture", package: "attune"),
      ],
      path: "AskServer", swiftSettings: strict),
  ]
)
