/// A file that is gone when the test is over.
public final class TemporaryFile {
  private let folder: TemporaryFolder
  /// Where it is.
  public let path: String

  /// A file of this text.
  public convenience init(_ contents: String) throws { try self.init(Array(contents.utf8)) }

  /// A file of these bytes.
  public init(_ bytes: [UInt8]) throws {
    folder = try TemporaryFolder()
    path = try folder.write(bytes, to: "file")
  }
}
