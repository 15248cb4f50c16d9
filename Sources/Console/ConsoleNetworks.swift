import Aligner
public import Recognition

/// The networks of a console. Where a server has a page, they are the server's as well.
public struct ConsoleNetworks: Sendable {
  let model: AcousticModel
  let aligner: CrossModalAligner
  /// What hears a recording at once.
  public let whole: Ears
  /// What hears sound as it comes.
  public let streaming: Ears

  /// Loads them.
  ///
  /// - Throws: `SafeTensorsError`, or what else is wrong with their files.
  public init() throws {
    model = try AcousticModel()
    aligner = try CrossModalAligner()
    whole = Ears(model: model)
    streaming = Ears(model: try StreamingModel(geometry: StreamGeometry(chunk: 16)))
  }
}
