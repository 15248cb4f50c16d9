public import ArgumentParser
public import Recognition

extension Endpointer.Patience: ExpressibleByArgument {}
