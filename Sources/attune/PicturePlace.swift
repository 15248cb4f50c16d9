import Files
import Pictures

/// A file for a drawing.
struct PicturePlace {
  private let place: OutputPlace
  private let format: PictureFormat

  /// - Throws: `PictureError` where its ending names no format; `OutputError` where nothing can be written there.
  init(_ path: String) throws {
    format = try PictureFormat(path: path)
    place = try OutputPlace(path)
  }

  /// Writes a drawing, whole or not at all.
  ///
  /// - Throws: `OutputError`.
  func write(_ drawing: Drawing) throws(OutputError) {
    var file = try WholeFile(at: place)
    try file.write(Array(drawing.encoded(as: format)))
    try file.commit()
  }
}
