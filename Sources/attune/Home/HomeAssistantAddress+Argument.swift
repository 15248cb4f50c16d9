public import ArgumentParser
public import HomeAssistant

extension HomeAssistantAddress: ExpressibleByArgument {
  /// Reads `http://host:port`.
  public init?(argument: String) { self.init(argument) }
}
