import Commands
import Files
import Lexicon
import Recognition
import Recordings

/// What the subcommands for names have in common.
enum NameCommands {
  /// The lexicon with the pronunciations of command files, and their commands; nil where no files were given.
  ///
  /// - Throws: `CommandError` or `LexiconError`.
  static func read(_ files: [String]) throws -> (lexicon: Lexicon, commands: CommandSet?) {
    guard !files.isEmpty else { return (try Lexicon(), nil) }
    let commands = try CommandSet(contentsOf: files)
    return (commands.lexicon, commands)
  }

  /// The samples of a recording; nil, with a line on standard error, where it cannot be read.
  static func samples(of file: RecordingItem, failed: (any Error) -> Void) -> [Float]? {
    do {
      if let problem = file.problem { throw problem }
      return try HeardFile.samples(of: file.file)
    } catch {
      ProgressLine.clear()
      StandardError.line("attune: " + Explanation.text(of: error, in: file.file).printableLine)
      failed(error)
      return nil
    }
  }
}
