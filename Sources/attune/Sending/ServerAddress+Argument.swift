public import ArgumentParser
public import AttuneClient

extension ServerAddress: ExpressibleByArgument {
  /// Reads `tcp://host:port` or `unix:///path`.
  public init?(argument: String) { self.init(argument) }
}
