public import NIOCore

/// Turns a connection's bytes into events and back. What is wrong with the bytes comes in its place among the events.
///
/// Events are made of the bytes when they are asked for, some at a time: a peer that sends faster than it is read is held by its bytes,
/// which take a small part of the memory of as many events, and then by its socket.
public final class EventCodec: ChannelDuplexHandler {
  /// What the connection delivers.
  public typealias InboundIn = ByteBuffer
  /// Events, and what is wrong with the bytes.
  public typealias InboundOut = Result<Event, WireError>
  /// Events.
  public typealias OutboundIn = Event
  /// What the connection is given.
  public typealias OutboundOut = ByteBuffer

  /// The most events that are passed on before more are asked for.
  private static let batch = 16

  private let limits: EventLimits
  private var decoder: EventDecoder
  private var isFailed = false
  /// Until the peer is known.
  private var admission: Admission?
  private let memory: MemoryShare?
  /// What the decoder holds of the memory.
  private var held = 0
  /// Whether there may be events among the bytes that are there.
  private var hasMore = false
  /// Whether the end of the bytes is to be told behind those events.
  private var isInputClosed = false

  /// A codec for one connection.
  public convenience init(limits: EventLimits = EventLimits()) {
    self.init(limits: limits, admission: nil, memory: nil)
  }

  /// A codec for one connection of a server.
  ///
  /// - Parameters:
  ///   - admission: what the peer may send before it is known; nil where everybody is.
  ///   - memory: what the peer may make the server hold: bytes that are no event yet, and the `footprint` of each event, which whoever
  ///     takes the event gives back.
  package init(limits: EventLimits, admission: Admission?, memory: MemoryShare?) {
    self.limits = limits
    self.admission = admission
    self.memory = memory
    decoder = EventDecoder(limits: admission?.limits ?? limits)
  }

  /// Takes bytes in, and passes on the first events that they complete.
  public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // No event can follow; nothing is kept of what comes.
    guard !isFailed else { return }
    let buffer = unwrapInboundIn(data)
    buffer.withUnsafeReadableBytes { decoder.append($0.bindMemory(to: UInt8.self).span) }
    passOn(context)
  }

  /// More is asked for: events of the bytes that are there, or else more bytes.
  public func read(context: ChannelHandlerContext) {
    guard hasMore else { return context.read() }
    passOn(context)
    context.fireChannelReadComplete()
    if isInputClosed, !hasMore {
      isInputClosed = false
      context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }
    askAgain(context)
  }

  /// The end of the bytes: a last line needs no newline.
  public func channelInactive(context: ChannelHandlerContext) {
    decoder.finish()
    repeat { passOn(context) } while hasMore
    context.fireChannelInactive()
  }

  /// The end of the bytes, too, where the peer closes only its own direction.
  public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent {
      decoder.finish()
      if !hasMore { passOn(context) }
      if hasMore {
        isInputClosed = true
        return askAgain(context)
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  /// Writes an event as bytes.
  public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let event = unwrapOutboundIn(data)
    let head = event.head
    var buffer = context.channel.allocator.buffer(capacity: head.count + event.payload.count)
    buffer.writeBytes(head)
    buffer.writeBytes(event.payload)
    context.write(wrapOutboundOut(buffer), promise: promise)
  }

  /// Lets whoever reads say whether it wants more.
  private func askAgain(_ context: ChannelHandlerContext) {
    context.eventLoop.execute { [channel = context.channel] in channel.read() }
  }

  /// Passes on what is there now, some of it. An error that no event can follow is passed on once.
  private func passOn(_ context: ChannelHandlerContext) {
    hasMore = false
    for _ in 0..<Self.batch {
      guard !isFailed else { break }
      do throws(WireError) {
        guard let event = try decoder.next() else { return try hold() }
        try admit(event)
        context.fireChannelRead(wrapInboundOut(.success(event)))
      } catch {
        if !error.isRecoverable { fail() }
        context.fireChannelRead(wrapInboundOut(.failure(error)))
      }
    }
    hasMore = !isFailed
  }

  private func admit(_ event: Event) throws(WireError) {
    if let memory, !memory.take(event.footprint) { throw .overloaded(byte: decoder.place) }
    if let admission, admission.admits(event) {
      self.admission = nil
      decoder.limits = limits
    }
  }

  /// Takes memory for what the decoder holds.
  private func hold() throws(WireError) {
    let needed = decoder.held
    guard let memory, needed != held else { return }
    if needed < held {
      memory.give(held - needed)
    } else if !memory.take(needed - held) {
      throw .overloaded(byte: decoder.place)
    }
    held = needed
  }

  private func fail() {
    isFailed = true
    decoder = EventDecoder(limits: limits)
    memory?.give(held)
    held = 0
  }
}
