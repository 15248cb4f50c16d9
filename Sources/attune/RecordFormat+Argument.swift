public import ArgumentParser
public import Batch

extension RecordFormat: ExpressibleByArgument {}
