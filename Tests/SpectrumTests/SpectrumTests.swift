import Testing

@testable import Spectrum
