import Files
import Wire

/// Reads the files of `attune send` that are no sound.
enum SentFile {
  /// The token in the first line of a file.
  static func token(in path: String) throws(SendError) -> String {
    let line = String(decoding: InputFile.utf8(try bytes(of: path)), as: UTF8.self).prefix { !$0.isNewline }
    let token = line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
    guard !token.isEmpty else { throw .noToken(path: path) }
    return String(token)
  }

  /// The events of a file, as lines or as they are on the wire; `-` is standard input.
  static func events(in path: String) throws(SendError) -> [Event] {
    let bytes = InputFile.utf8(try bytes(of: path))
    var decoder = EventDecoder()
    decoder.append(bytes.span)
    decoder.finish()
    var events: [Event] = []
    do throws(WireError) {
      while let event = try decoder.next() { events.append(event) }
    } catch {
      throw .malformed(path: path, error)
    }
    return events
  }

  private static func bytes(of path: String) throws(SendError) -> [UInt8] {
    do throws(InputFile.Problem) { return try InputFile.bytes(of: path) } catch {
      throw .unreadable(path: path, problem: error.description)
    }
  }
}
