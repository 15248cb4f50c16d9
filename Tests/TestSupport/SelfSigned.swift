import Foundation

/// A key and a certificate for localhost, made by openssl.
public final class SelfSigned {
  private let folder: TemporaryFolder

  /// The certificate's file.
  public var certificate: String { "\(folder.path)/certificate.pem" }
  /// The key's file.
  public var key: String { "\(folder.path)/key.pem" }

  /// Whether there is an openssl.
  public static let isPossible = (try? run(["version"])) == 0

  /// Makes both; they are gone when the test is over.
  public init() throws {
    folder = try TemporaryFolder()
    let status = try Self.run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
      "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
    ])
    guard status == 0 else { throw CocoaError(.fileReadUnknown) }
  }

  private static func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
