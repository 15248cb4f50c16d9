public import ArgumentParser
public import Service

extension ListenAddress: ExpressibleByArgument {
  /// Reads an address.
  public init?(argument: String) { self.init(argument) }
}
