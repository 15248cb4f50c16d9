import JSON

/// Finds the events in a stream of bytes, however the bytes are cut into portions.
///
///     decoder.append(bytes)
///     while let event = try decoder.next() { … }
///
/// Portions make no difference: events, errors and their bytes are the same. At most one event is held beside what was
/// appended and not yet asked for, and every byte is moved a bounded number of times.
public struct EventDecoder: Sendable {
  /// Memory that is not worth giving back, in bytes.
  private static let small = 1 << 16

  /// What the next event may have.
  var limits: EventLimits
  /// What was appended; the bytes before `position` are done with.
  private var bytes: [UInt8] = []
  private var position = 0
  /// The bytes up to here have no newline that was not seen.
  private var scanned = 0
  /// The place of `bytes[0]` in the stream.
  private var offset = 0
  private var header: EventHeader?
  private var isFinished = false
  private var failure: WireError?

  /// A decoder at the beginning of a stream.
  public init(limits: EventLimits = EventLimits()) { self.limits = limits }

  /// Takes in the next bytes of the stream. What comes after an error that is not recoverable is ignored.
  ///
  /// - Precondition: the stream has not been finished.
  public mutating func append(_ portion: Span<UInt8>) {
    precondition(!isFinished)
    guard failure == nil else { return }
    portion.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  /// Says that no more bytes come: a last line needs no newline.
  public mutating func finish() { isFinished = true }

  /// The next event; nil where its end has not come.
  ///
  /// - Throws: `WireError`. After a recoverable one the next call goes on behind what was wrong; any other is thrown by
  ///   every further call.
  public mutating func next() throws(WireError) -> Event? {
    if let failure { throw failure }
    do throws(WireError) {
      return try event()
    } catch {
      if !error.isRecoverable {
        failure = error
        bytes = []
      }
      throw error
    }
  }

  private mutating func event() throws(WireError) -> Event? {
    if header == nil { header = try readHeader() }
    guard let header else { return nil }
    let data = position..<position + header.dataLength
    let payload = data.upperBound..<data.upperBound + header.payloadLength
    guard payload.upperBound <= bytes.count else {
      if isFinished { throw .truncated(byte: offset + bytes.count) }
      return nil
    }
    self.header = nil
    defer { discard(upTo: payload.upperBound) }
    var event = try header.content.get()
    if !data.isEmpty { event.data.merge(try members(in: data)) { $1 } }
    event.payload = Array(bytes[payload])
    return event
  }

  /// Where the next event begins, or goes on, in the stream.
  var place: Int { offset + position }

  /// The bytes of memory that it holds, where they are many.
  var held: Int { bytes.capacity > Self.small ? bytes.capacity : 0 }

  /// Reads the next line that is not blank; nil where its end has not come.
  private mutating func readHeader() throws(WireError) -> EventHeader? {
    while let line = try nextLine() {
      let start = offset + line.lowerBound
      defer { discard(upTo: min(line.upperBound + 1, bytes.count)) }
      if bytes[line].allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      if HTTPLine.isOne(bytes[line]) { throw .foreign(byte: start) }
      return try EventHeader(bytes, in: line, at: start, limits: limits)
    }
    return nil
  }

  private mutating func nextLine() throws(WireError) -> Range<Int>? {
    let newline = bytes[scanned...].firstIndex(of: UInt8(ascii: "\n"))
    scanned = newline ?? bytes.count
    guard scanned - position <= limits.header else {
      throw .headerTooLong(byte: offset + position, limit: limits.header)
    }
    return newline != nil || (isFinished && position < bytes.count) ? position..<scanned : nil
  }

  private func members(in range: Range<Int>) throws(WireError) -> [String: JSONValue] {
    let start = offset + range.lowerBound
    guard JSONBulk.has(atMost: limits.values, in: bytes, range) else {
      throw .tooManyValues(byte: start, limit: limits.values)
    }
    let node: JSONNode
    do throws(JSONError) {
      node = try JSONNode(parsing: bytes, in: range)
    } catch {
      throw .malformedData(byte: start + error.place.byte, problem: error.problem)
    }
    guard case .object(let members) = node.content else {
      throw .malformedData(byte: start + node.place.byte, problem: "no object")
    }
    return members.mapValues(\.value)
  }

  /// Forgets what is done with, but moves what remains only when that is the smaller part.
  private mutating func discard(upTo end: Int) {
    position = end
    if position == bytes.count {
      // A client that is idle should not hold the memory of its largest event.
      bytes.removeAll(keepingCapacity: bytes.capacity <= Self.small)
    } else if position > bytes.count / 2 {
      if bytes.capacity > Self.small { bytes = Array(bytes[position...]) } else { bytes.removeFirst(position) }
    } else {
      scanned = position
      return
    }
    offset += position
    (position, scanned) = (0, 0)
  }
}
