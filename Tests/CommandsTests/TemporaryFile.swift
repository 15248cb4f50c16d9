import Glibc
import Testing

/// A file that is gone when the test is over.
final class TemporaryFile {
  let path: String

  init(_ contents: String) throws {
    var template = Array("/tmp/attune-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let bytes = Array(contents.utf8)
    #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
  }

  deinit { unlink(path) }
}
