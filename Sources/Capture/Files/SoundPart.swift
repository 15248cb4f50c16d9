import CSndFile
import Glibc

/// One of the recordings in a file: a range of its bytes, of which some are replaced by what should stand there.
struct SoundPart: Sendable {
  /// Bytes and their place in the file.
  struct Patch: Sendable {
    var offset: Int
    var bytes: [UInt8]

    /// A little-endian number of four bytes.
    init(_ number: Int, at offset: Int) {
      self.offset = offset
      bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
  }

  var range: Range<Int>
  var patches: [Patch] = []
}

/// A part as a file that libsndfile reads.
final class SoundPartFile {
  private let bytes: SoundBytes
  private let part: SoundPart
  private var position = 0

  init(_ part: SoundPart, of bytes: SoundBytes) { (self.part, self.bytes) = (part, bytes) }

  static let access = SF_VIRTUAL_IO(
    get_filelen: { sf_count_t(SoundPartFile.at($0).part.range.count) },
    seek: { offset, whence, file in SoundPartFile.at(file).seek(Int(offset), whence) },
    read: { buffer, count, file in SoundPartFile.at(file).read(buffer, Int(count)) },
    write: { _, _, _ in 0 },
    tell: { sf_count_t(SoundPartFile.at($0).position) })

  private static func at(_ reference: UnsafeMutableRawPointer?) -> SoundPartFile {
    guard let reference else { preconditionFailure("libsndfile hands on what it was given") }
    return Unmanaged<SoundPartFile>.fromOpaque(reference).takeUnretainedValue()
  }

  private func seek(_ offset: Int, _ whence: Int32) -> sf_count_t {
    let start = [SEEK_CUR: position, SEEK_END: part.range.count][whence] ?? 0
    let (target, isTooFar) = start.addingReportingOverflow(offset)
    guard !isTooFar, target >= 0 else { return -1 }
    position = target
    return sf_count_t(position)
  }

  private func read(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> sf_count_t {
    let count = min(count, part.range.count - position)
    guard count > 0, let buffer else { return 0 }
    let room = UnsafeMutableRawBufferPointer(start: buffer, count: count)
    let first = part.range.lowerBound + position
    let read = bytes.read(into: room, at: first)
    for patch in part.patches {
      for (index, byte) in patch.bytes.enumerated() {
        let place = patch.offset + index - first
        if (0..<read).contains(place) { room[place] = byte }
      }
    }
    position += read
    return sf_count_t(read)
  }
}
