import ArgumentParser
import Console
import Recognition
import Service
import Upstream
import Wire

/// The options of `attune serve`.
struct ServeOptions: ParsableArguments {
  @Option(name: .customLong("commands"), help: "A command file, or a folder of them. Several are merged.")
  var commandFiles: [String] = []

  @Option(
    name: .customLong("wake"),
    help: ArgumentHelp(
      "An intent that is offered as a wake word, as wake: true does in a command file. May be repeated.",
      valueName: "intent"))
  var wakeIntents: [String] = []

  @Option(
    name: .customLong("listen"),
    help: ArgumentHelp(
      """
      Where to listen: tcp://host:port, where port 0 lets the system choose, or unix:///path. May be repeated. (default: \
      tcp://127.0.0.1:10400)
      """, valueName: "address"))
  var addresses: [ListenAddress] = []

  @Option(help: ArgumentHelp("A configuration file; config/attune.yaml has every key.", valueName: "file"))
  var config: String?

  @Option(help: "The confidence, 0 to 1, below which a command is rejected. (default: \(Confidence.defaultThreshold))")
  var threshold: Double?

  @OptionGroup var falseAccepts: FalseAcceptOptions

  @Option(help: "How transcripts join the sound, as in attune score. (default: late)")
  var fusion: FusionName?

  @Option(help: "How long to wait for more after a silence, where a client does not say. (default: default)")
  var patience: Endpointer.Patience?

  @Option(help: "Hear sound as it comes, or each utterance again as a whole, which costs more. (default: streaming)")
  var encoder: EncoderOption?

  @Flag(
    inversion: .prefixedNo, exclusivity: .chooseLast,
    help: """
      Where it is addressed, hear again what is in doubt, as the other --encoder hears; its network is loaded for the first \
      such sound. (default: second-opinion)
      """)
  var secondOpinion: Bool?

  @Option(
    help: ArgumentHelp(
      """
      A speech recogniser that speaks the Wyoming protocol and is sent the sound of each utterance of which no client sends a \
      transcript. Without an answer the sound alone decides.
      """, valueName: "tcp://host:port"))
  var transcriber: TCPAddress?

  @Option(help: ArgumentHelp("How long a transcript may take. (default: 5)", valueName: "seconds"))
  var transcriberTimeout: Double?

  @Option(help: ArgumentHelp("Clients have to show the token in the first line of this file.", valueName: "file"))
  var tokenFile: String?

  @Option(help: ArgumentHelp("Speak TLS over TCP, with this certificate chain.", valueName: "PEM"))
  var certificate: String?

  @Option(help: ArgumentHelp("The certificate's private key.", valueName: "PEM"))
  var key: String?

  @Flag(help: "Let other machines connect without a token and in clear text.")
  var insecure = false

  @OptionGroup var home: HomeOptions

  @Option(help: ArgumentHelp("Let all clients hear what is said into this microphone.", valueName: "device"))
  var microphone: String?

  @Option(
    help: ArgumentHelp(
      "Tell /metrics for Prometheus, /healthz and /readyz over HTTP; 127.0.0.1:9464, say.", valueName: "host:port"))
  var metrics: MetricsAddress?

  @Option(
    help: ArgumentHelp(
      """
      Have a page on which commands are written, spoken and watched, as attune console has; 127.0.0.1:8080, say. From other \
      machines it asks for the token of --token-file.
      """, valueName: "host:port"))
  var console: ConsoleAddress?

  @Flag(
    inversion: .prefixedNo, exclusivity: .chooseLast,
    help: "Show on the page what clients say, too, to whoever opens it. (default: no-watch-clients)")
  var watchClients: Bool?

  @Flag(
    inversion: .prefixedNo, exclusivity: .chooseLast,
    help: ArgumentHelp(
      """
      Tell the local network by Avahi that the server is there, so that Home Assistant finds it, where others than this \
      machine may connect without a token and in clear text. (default: announce)
      """))
  var announce: Bool?

  func validate() throws {
    try CommandOptions.check(threshold: threshold ?? 0)
    guard transcriberTimeout.map({ (0.001...86_400).contains($0) }) ?? true else {
      throw ValidationError("--transcriber-timeout has to be between 0.001 and 86400.")
    }
    guard !commandFiles.isEmpty || config != nil else {
      throw ValidationError("--commands, or a --config that names command files, is needed.")
    }
    guard config != nil || (certificate == nil) == (key == nil) else {
      throw ValidationError("--certificate and --key need each other.")
    }
  }
}

extension ServeOptions {
  /// Adds what the configuration file says.
  func setup() throws -> ServeSetup {
    let file = try config.map { try ConfigurationFile(contentsOf: $0) } ?? ConfigurationFile()
    let commandFiles = commandFiles.isEmpty ? file.commands ?? [] : commandFiles
    guard !commandFiles.isEmpty else { throw ValidationError("no command files: give --commands.") }
    let metrics = try metrics ?? Self.metrics(file.metrics)
    let home = try home.setup(file)
    let secrets = [tokenFile ?? file.tokenFile, key ?? file.key, home?.tokenFile]
    var warnings = secrets.compactMap { $0.flatMap(SecretFile.exposure) }
    if let metrics, !metrics.isLocal {
      warnings.append(
        "metrics on \(metrics.host): whoever reaches this address can read them, without a token and in clear text")
    }
    let server = try server(file)
    return ServeSetup(
      server: server,
      commandFiles: commandFiles + [home?.namesFile].compactMap(\.self).filter { !commandFiles.contains($0) },
      wakeIntents: wakeIntents.isEmpty ? file.wakeIntents ?? [] : wakeIntents, home: home,
      threshold: threshold ?? file.threshold ?? Confidence.defaultThreshold,
      falseAccepts: falseAccepts.perHour ?? file.falseAccepts, background: falseAccepts.background,
      fusion: try fusion ?? Self.named(file.fusion, "fusion") ?? .late,
      patience: try patience ?? Self.named(file.patience, "patience") ?? .default,
      encoder: try encoder ?? Self.named(file.encoder, "encoder") ?? .streaming,
      secondOpinion: secondOpinion ?? file.secondOpinion ?? true,
      upstream: (transcriber ?? file.transcriber).map { address in
        WyomingTranscriber(
          address: address, timeout: .seconds(transcriberTimeout ?? file.transcriberTimeout ?? 5))
      },
      microphone: microphone ?? file.microphone,
      announces: (announce ?? file.announces ?? true) && server.token == nil && server.security == nil,
      metrics: metrics, console: try console(file), warnings: warnings)
  }

  private func console(_ file: ConfigurationFile) throws -> ServedConsole.Setup? {
    guard let place = try console ?? Self.console(file.console) else { return nil }
    return ServedConsole.Setup(
      address: place.address, token: try (tokenFile ?? file.tokenFile).map { try ConsoleToken(contentsOf: $0) },
      watchesClients: watchClients ?? file.watchesClients ?? false)
  }

  private static func console(_ text: String?) throws -> ConsoleAddress? {
    guard let text else { return nil }
    guard let address = ConsoleAddress(argument: text) else {
      throw ValidationError("console in the configuration file: '\(text)' is not host:port.")
    }
    return address
  }

  private func server(_ file: ConfigurationFile) throws -> SpeechServer.Configuration {
    let addresses = addresses.isEmpty ? file.addresses ?? [.tcp(host: "127.0.0.1", port: 10_400)] : addresses
    var server = SpeechServer.Configuration(addresses: addresses, version: Attune.configuration.version)
    server.limits = file.limits
    server.token = try (tokenFile ?? file.tokenFile).map { try Token(contentsOf: $0) }
    server.isInsecure = insecure || file.isInsecure ?? false
    switch (certificate ?? file.certificate, key ?? file.key) {
    case (let certificate?, let key?): server.security = try TransportSecurity(certificate: certificate, key: key)
    case (nil, nil): break
    default: throw ValidationError("a certificate and a key need each other.")
    }
    return server
  }

  private static func metrics(_ text: String?) throws -> MetricsAddress? {
    guard let text else { return nil }
    guard let address = MetricsAddress(argument: text) else {
      throw ValidationError("metrics in the configuration file: '\(text)' is not host:port.")
    }
    return address
  }

  /// A value of the configuration file by its name on the command line.
  private static func named<Value: RawRepresentable & CaseIterable>(_ name: String?, _ key: String) throws -> Value?
  where Value.RawValue == String {
    guard let name else { return nil }
    guard let value = Value(rawValue: name) else {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(key) in the configuration file: no '\(name)'; one of \(names).")
    }
    return value
  }
}
