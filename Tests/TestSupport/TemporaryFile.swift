/// A file that is gone when the test is over.
public final class TemporaryFile {
  private let folder: TemporaryFolder
  /// Where it is.
  public let path: String

  /// A file of this text.
  public init(_ contents: String) throws {
    folder = try TemporaryFolder()
    path = try folder.write(Array(contents.utf8), to: "file")
  }
}
