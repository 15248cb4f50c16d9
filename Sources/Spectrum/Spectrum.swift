// Spectrum
