import Files
import Logging

/// A log in which nothing that came from outside can do anything but be read: an event's text, a server's answer, a file's
/// name. A record stays in its line.
struct PrintableLogHandler: LogHandler {
  private var handler: any LogHandler

  init(_ handler: any LogHandler) { self.handler = handler }

  var metadata: Logger.Metadata {
    get { handler.metadata }
    set { handler.metadata = newValue.mapValues(Self.printable) }
  }

  var logLevel: Logger.Level {
    get { handler.logLevel }
    set { handler.logLevel = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { handler[metadataKey: key] }
    set { handler[metadataKey: key] = newValue.map(Self.printable) }
  }

  func log(event: LogEvent) {
    var event = event
    event.message = "\("\(event.message)".printableLine)"
    event.metadata = event.metadata?.mapValues(Self.printable)
    handler.log(event: event)
  }

  private static func printable(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
    .string("\(value)".printableLine)
  }
}
