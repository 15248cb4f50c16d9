import Aligner
import ArgumentParser
import Files
import Recognition
import Recordings

/// `attune background`: what commands are tried on.
struct MakeBackground: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "background",
    abstract: "Makes a background of speech that is no command, for attune check.",
    discussion: """
      Whatever is said in the sound files is kept as the network hears it, about a megabyte for an hour; the sound itself \
      cannot be made of it again, but what was said nearly can. With attune check --background, and --false-accepts, a \
      background of your own tells what the people and machines of your room are taken for.

      Exit status: 0 when it was made; 2 when it was not; 64 for a mistake on the command line.
      """)

  @OptionGroup var commandFiles: CommandFileOptions

  @Option(help: "The file to write.")
  var output: String

  @Argument(help: "Sound that is no command: files, and folders of them.")
  var paths: [String]

  func run() throws {
    do {
      let files = SoundFileList.items(in: paths)
      guard !files.isEmpty else { throw RecordingError.noSoundFiles(paths: paths) }
      var file = try WholeFile(path: output)
      let listener = BackgroundListener(
        of: try commandFiles.commands(), ears: try EncoderOption.streaming.ears(),
        wholeEars: try EncoderOption.whole.ears())
      for file in files { listener.append(try HeardFile.samples(of: file.file)) }
      try file.write(listener.background.bytes)
      try file.commit()
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }
}
