import Aligner
import Capture
import Recognition

// A sound file in, what it means out: swift run --package-path config/examples RecognizeFile speech.wav
let commands = try CommandSet(contentsOf: ["config/lights.yaml"])
let recognizer = Recognizer(of: commands, ears: Ears(model: try AcousticModel()))
for path in CommandLine.arguments.dropFirst() {
  recognizer.append(try SoundFile.samples(of: path))
  let result = try recognizer.finish()
  let slots = result.interpretation?.slots.map { "\($0.name)=\($0.value)" } ?? []
  print(result.interpretation?.intent ?? "not understood", slots.joined(separator: " "))
}
