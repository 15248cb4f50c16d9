import CSndFile
import Glibc

extension SoundFile {
  /// A FLAC file of 16 bits. What goes beyond full scale is clipped.
  ///
  /// - Parameter samples: 16 kHz, one channel, -1...1.
  public static func flac(_ samples: [Float]) throws(CaptureError) -> [UInt8] {
    var info = SF_INFO()
    info.samplerate = Int32(outputRate)
    info.channels = 1
    info.format = Int32(SF_FORMAT_FLAC | SF_FORMAT_PCM_16)
    let memory = MemoryFile()
    var access = MemoryFile.access
    // What is referred to outlives the file that is written.
    return try withExtendedLifetime(memory) { () throws(CaptureError) in
      let reference = Unmanaged.passUnretained(memory).toOpaque()
      guard let file = sf_open_virtual(&access, Int32(SFM_WRITE), &info, reference) else {
        throw .cannotWrite(path: "FLAC", reason: String(cString: sf_strerror(nil)))
      }
      sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
      let isWritten = sf_writef_float(file, samples, sf_count_t(samples.count)) == samples.count
      let reason = isWritten ? "" : String(cString: sf_strerror(file))
      sf_close(file)
      guard isWritten else { throw .cannotWrite(path: "FLAC", reason: reason) }
      return memory.bytes
    }
  }
}

/// A file in memory that libsndfile writes.
private final class MemoryFile {
  private(set) var bytes: [UInt8] = []
  private var position = 0

  static let access = SF_VIRTUAL_IO(
    get_filelen: { sf_count_t(MemoryFile.at($0).bytes.count) },
    seek: { offset, whence, file in MemoryFile.at(file).seek(Int(offset), whence) },
    read: { buffer, count, file in MemoryFile.at(file).read(buffer, Int(count)) },
    write: { buffer, count, file in MemoryFile.at(file).write(buffer, Int(count)) },
    tell: { sf_count_t(MemoryFile.at($0).position) })

  private static func at(_ reference: UnsafeMutableRawPointer?) -> MemoryFile {
    guard let reference else { preconditionFailure("libsndfile hands on what it was given") }
    return Unmanaged<MemoryFile>.fromOpaque(reference).takeUnretainedValue()
  }

  private func seek(_ offset: Int, _ whence: Int32) -> sf_count_t {
    let start = [SEEK_CUR: position, SEEK_END: bytes.count][whence] ?? 0
    position = max(0, start + offset)
    return sf_count_t(position)
  }

  private func read(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> sf_count_t {
    let count = min(count, max(0, bytes.count - position))
    guard count > 0, let buffer else { return 0 }
    bytes.withUnsafeBytes { buffer.copyMemory(from: $0.baseAddress! + position, byteCount: count) }
    position += count
    return sf_count_t(count)
  }

  private func write(_ buffer: UnsafeRawPointer?, _ count: Int) -> sf_count_t {
    let source = UnsafeRawBufferPointer(start: buffer, count: count)
    if position + count > bytes.count {
      bytes += [UInt8](repeating: 0, count: position + count - bytes.count)
    }
    bytes.withUnsafeMutableBytes { $0[position..<position + count].copyBytes(from: source) }
    position += count
    return sf_count_t(count)
  }
}
