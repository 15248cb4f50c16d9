import Commands
import FoundationEssentials
public import Wire
import Yams

/// What a server's YAML file says; nil for what it leaves to the command line and to the defaults.
public struct ConfigurationFile: Sendable {
  /// Where to listen.
  public var addresses: [ListenAddress]?
  /// The command files.
  public var commands: [String]?
  /// The intents that are offered as wake words, beside those that the command files name.
  public var wakeIntents: [String]?
  /// The confidence, 0...1, below which a command is rejected.
  public var threshold: Double?
  /// How many commands an hour may be heard in speech that is none, where it is overheard.
  public var falseAccepts: Double?
  /// How transcripts join the sound; the names are the command line's.
  public var fusion: String?
  /// How long to wait for more after a silence; the names are the command line's.
  public var patience: String?
  /// How sound goes through the network: whole or streaming.
  public var encoder: String?
  /// Whether what is addressed and in doubt is heard again.
  public var secondOpinion: Bool?
  /// Another recogniser that is asked for transcripts.
  public var transcriber: TCPAddress?
  /// How long it may take, in seconds.
  public var transcriberTimeout: Double?
  /// The file of the token that clients have to show.
  public var tokenFile: String?
  /// The file of the certificate chain.
  public var certificate: String?
  /// The file of its private key.
  public var key: String?
  /// Whether others than this machine may connect without a token and in clear text.
  public var isInsecure: Bool?
  /// The Home Assistant that the names of a home are read from.
  public var homeAssistant: String?
  /// The file of its token.
  public var homeAssistantTokenFile: String?
  /// The command file that the names are written to.
  public var homeAssistantNames: String?
  /// A file of certificates to trust instead of the system's.
  public var homeAssistantAuthority: String?
  /// The microphone that all clients hear.
  public var microphone: String?
  /// Whether the local network is told that the server is there.
  public var announces: Bool?
  /// Where metrics are told, as host:port.
  public var metrics: String?
  /// Where the page is on which commands are written, spoken and watched, as host:port.
  public var console: String?
  /// Whether it shows what clients say.
  public var watchesClients: Bool?
  /// What clients may ask for.
  public var limits = ServerLimits()

  /// A file that says nothing.
  public init() {}

  /// Reads a file. Every mistake is told with its line; a key that is not known is one.
  ///
  /// - Throws: `ServerError.configuration`.
  public init(contentsOf path: String) throws(ServerError) {
    let text: String
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      guard let valid = String(validating: data, as: UTF8.self) else {
        throw ServerError.configuration(file: path, line: 1, problem: BoundedYAML.encodingProblem(of: data))
      }
      text = valid
    } catch let error as ServerError {
      throw error
    } catch {
      throw .configuration(file: path, line: 1, problem: "the file cannot be read")
    }
    try self.init(yaml: text, file: path)
  }

  /// Reads YAML; `file` names it in errors.
  ///
  /// - Throws: `ServerError.configuration`.
  public init(yaml: String, file: String) throws(ServerError) {
    guard let root = try ConfigurationValue.parse(yaml, file: file) else { return }
    for (key, value) in try root.members() {
      switch key {
      case "listen": addresses = try value.each(or: "tcp://host:port or unix:///path") { ListenAddress($0) }
      case "commands": commands = try value.each(or: "the path of a command file") { $0 }
      case "wake": wakeIntents = try value.each(or: "the name of an intent") { $0 }
      case "threshold": threshold = try value.number(in: 0...1)
      case "false-accepts": falseAccepts = try value.number(in: 0.000_001...1_000_000)
      case "fusion": fusion = try value.text()
      case "patience": patience = try value.text()
      case "encoder": encoder = try value.text()
      case "second-opinion": secondOpinion = try value.read(or: "true or false") { Bool($0) }
      case "transcriber": transcriber = try value.read(or: "tcp://host:port") { TCPAddress($0) }
      case "transcriber-timeout": transcriberTimeout = try value.number(in: 0.001...86_400)
      case "token-file": tokenFile = try value.text()
      case "certificate": certificate = try value.text()
      case "key": self.key = try value.text()
      case "insecure": isInsecure = try value.read(or: "true or false") { Bool($0) }
      case "home-assistant": homeAssistant = try value.text()
      case "home-assistant-token-file": homeAssistantTokenFile = try value.text()
      case "home-assistant-names": homeAssistantNames = try value.text()
      case "home-assistant-authority": homeAssistantAuthority = try value.text()
      case "microphone": microphone = try value.text()
      case "announce": announces = try value.read(or: "true or false") { Bool($0) }
      case "metrics": metrics = try value.text()
      case "console": console = try value.text()
      case "watch-clients": watchesClients = try value.read(or: "true or false") { Bool($0) }
      case "limits": for (key, value) in try value.members() { try limits.set(key, to: value) }
      default: throw value.unknown(key)
      }
    }
  }
}

extension ServerLimits {
  fileprivate mutating func set(_ key: String, to value: ConfigurationValue) throws(ServerError) {
    switch key {
    case "line": event.header = try value.integer(in: 1024...1 << 24)
    case "data": event.data = try value.integer(in: 0...1 << 28)
    case "values": event.values = try value.integer(in: 64...1 << 24)
    case "payload": event.payload = try value.integer(in: 0...1 << 28)
    case "segment": segment = try value.number(in: 0.5...12)
    case "queue": queue = try value.number(in: 0.1...3600)
    case "slow-down": patience = try value.number(in: 0...3600)
    case "clients": clients = try value.integer(in: 1...1_000_000)
    case "idle": idle = try value.number(in: 0.1...31_536_000)
    case "events-per-second": eventsPerSecond = try value.number(in: 1...1e9)
    case "questions": questions = try value.integer(in: 1...1_000_000)
    case "text": text = try value.integer(in: 1024...1 << 28)
    case "memory": memory = try value.integer(in: 0...1 << 40)
    case "authenticate": authenticate = try value.number(in: 0.1...3600)
    case "unread": unread = try value.integer(in: 1024...1 << 30)
    case "transcript": transcript = try value.number(in: 0...3600)
    case "shutdown": shutdown = try value.number(in: 0.1...3600)
    default: throw value.unknown(key)
    }
  }
}
