/// Why a picture could not be written as asked.
public enum PictureError: Error, Hashable {
  /// The name's ending is neither .svg nor .png.
  case unknownEnding(path: String)
}

extension PictureError: CustomStringConvertible {
  /// One line: what, and what is wrong with it.
  public var description: String {
    switch self {
    case .unknownEnding(let path):
      "\(path): a picture's name ends in "
        + PictureFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: " or ")
    }
  }
}
