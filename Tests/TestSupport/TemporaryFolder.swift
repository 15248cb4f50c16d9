import Foundation

/// A folder that disappears with the test.
public final class TemporaryFolder {
  /// Where it is.
  public let path: String

  /// An empty folder.
  public init() throws {
    path = NSTemporaryDirectory() + "attune-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes bytes to a file, whose folders are made as needed, and returns its path.
  @discardableResult public func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = try place(name)
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  /// Writes a WAV file of 16-bit samples at 16 kHz.
  @discardableResult public func write(wav samples: [Float], to name: String) throws -> String {
    let data = samples.flatMap { Self.bytes(UInt16(bitPattern: Int16($0 * 32_767))) }
    let format = Self.bytes(UInt16(1)) + Self.bytes(UInt16(1)) + Self.bytes(UInt32(16_000)) + Self.bytes(UInt32(32_000))
    let header =
      Array("RIFF".utf8) + Self.bytes(UInt32(36 + data.count)) + Array("WAVEfmt ".utf8) + Self.bytes(UInt32(16))
      + format
      + Self.bytes(UInt16(2)) + Self.bytes(UInt16(16)) + Array("data".utf8) + Self.bytes(UInt32(data.count))
    return try write(header + data, to: name)
  }

  /// Copies a file into the folder, under its own name unless told otherwise.
  public func copy(_ file: String, as name: String? = nil) throws {
    let source = URL(filePath: file)
    try FileManager.default.copyItem(at: source, to: URL(filePath: place(name ?? source.lastPathComponent)))
  }

  private func place(_ name: String) throws -> String {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    return file.path
  }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
