import Batch
public import ArgumentParser
public import Scoring

extension RecordFormat: ExpressibleByArgument {}
