import Files
import Foundation

/// What is wrong with a background.
public enum BackgroundError: Error, Hashable, CustomStringConvertible {
  /// It cannot be read.
  case unreadable(path: String, reason: String)
  /// It is something else.
  case malformed(path: String)

  /// The message for people.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): the background cannot be read: \(reason)"
    case .malformed(let path): "\(path): it is no background as attune background writes it"
    }
  }
}

extension Background {
  /// Reads a file.
  public init(contentsOf path: String) throws(BackgroundError) {
    let bytes: [UInt8]
    do throws(InputFile.Problem) { bytes = try InputFile.bytes(of: path, limit: 1 << 26) } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    guard let background = Background(bytes) else { throw .malformed(path: path) }
    self = background
  }

  /// The one that comes with this module: docs/model.md says who speaks in it.
  public static func shipped() throws(BackgroundError) -> Background {
    guard let path = Bundle.module.path(forResource: "background.bin", ofType: nil) else {
      throw .unreadable(path: "background.bin", reason: "the module has no such resource")
    }
    return try Background(contentsOf: path)
  }
}
