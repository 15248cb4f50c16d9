import Testing

@testable import Aligner
