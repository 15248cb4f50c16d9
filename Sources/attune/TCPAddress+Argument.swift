public import ArgumentParser
public import Service

extension TCPAddress: ExpressibleByArgument {
  /// Reads `tcp://host:port`.
  public init?(argument: String) { self.init(argument) }
}
