import ArgumentParser

/// How a report is written: for a person or for a program.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument { case text, json }
