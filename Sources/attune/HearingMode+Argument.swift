public import ArgumentParser
public import Recognition

extension HearingMode: ExpressibleByArgument {}
