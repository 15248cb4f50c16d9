import AttuneClient
import Capture
import Wire

// The same by a server: swift run --package-path config/examples AskServer speech.wav
let client = AttuneClient(.tcp(TCPAddress(host: "127.0.0.1", port: 10_400)))
for path in CommandLine.arguments.dropFirst() {
  let answer = try await client.understand(SoundFile.samples(of: path))
  let slots = answer.intents.first?.entities.map { "\($0.name)=\($0.value)" } ?? []
  print(answer.intents.first?.name ?? "not understood", slots.joined(separator: " "))
}
