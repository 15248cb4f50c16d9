/// How a drawing is written to a file.
public enum PictureFormat: String, CaseIterable, Sendable {
  /// Vectors, as text.
  case svg
  /// Pixels.
  case png

  /// The format that a file's name asks for by its ending, in either case.
  ///
  /// - Throws: `PictureError.unknownEnding`.
  public init(path: String) throws(PictureError) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."),
      let format = PictureFormat(rawValue: name[name.index(after: dot)...].lowercased())
    else { throw .unknownEnding(path: path) }
    self = format
  }
}

extension Drawing {
  /// The bytes of the file.
  public func encoded(as format: PictureFormat) -> [UInt8] {
    switch format {
    case .svg: Array(svg.utf8)
    case .png: raster.png
    }
  }
}
