import CSndFile

extension SoundFile {
  /// Writes samples as FLAC of 16 bits, which replaces what stood there. What goes beyond full scale is clipped.
  ///
  /// - Parameter samples: 16 kHz, one channel, -1...1.
  public static func write(_ samples: [Float], toFLAC path: String) throws(CaptureError) {
    var info = SF_INFO()
    info.samplerate = Int32(outputRate)
    info.channels = 1
    info.format = Int32(SF_FORMAT_FLAC | SF_FORMAT_PCM_16)
    guard let file = sf_open(path, Int32(SFM_WRITE), &info) else {
      throw .cannotWrite(path: path, reason: String(cString: sf_strerror(nil)))
    }
    defer { sf_close(file) }
    sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    guard sf_writef_float(file, samples, sf_count_t(samples.count)) == samples.count else {
      throw .cannotWrite(path: path, reason: String(cString: sf_strerror(file)))
    }
  }
}
