public import ArgumentParser
public import Wire

extension TCPAddress: ExpressibleByArgument {
  /// Reads `tcp://host:port`.
  public init?(argument: String) { self.init(argument) }
}
