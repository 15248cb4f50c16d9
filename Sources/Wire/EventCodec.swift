public import NIOCore

/// Turns a connection's bytes into events and back. What is wrong with the bytes comes in its place among the events.
public final class EventCodec: ChannelDuplexHandler {
  /// What the connection delivers.
  public typealias InboundIn = ByteBuffer
  /// Events, and what is wrong with the bytes.
  public typealias InboundOut = Result<Event, WireError>
  /// Events.
  public typealias OutboundIn = Event
  /// What the connection is given.
  public typealias OutboundOut = ByteBuffer

  private var decoder: EventDecoder
  private var isFailed = false

  /// A codec for one connection.
  public init(limits: EventLimits = EventLimits()) { decoder = EventDecoder(limits: limits) }

  /// Takes bytes in, and passes on the events that they complete.
  public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // No event can follow; nothing is kept of what comes.
    guard !isFailed else { return }
    let buffer = unwrapInboundIn(data)
    buffer.withUnsafeReadableBytes { decoder.append($0.bindMemory(to: UInt8.self).span) }
    passOn(context)
  }

  /// The end of the bytes: a last line needs no newline.
  public func channelInactive(context: ChannelHandlerContext) {
    finish(context)
    context.fireChannelInactive()
  }

  /// The end of the bytes, too, where the peer closes only its own direction.
  public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent { finish(context) }
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

  private func finish(_ context: ChannelHandlerContext) {
    decoder.finish()
    passOn(context)
  }

  /// Passes on all that is there now. An error that no event can follow is passed on once.
  private func passOn(_ context: ChannelHandlerContext) {
    while !isFailed {
      do throws(WireError) {
        guard let event = try decoder.next() else { return }
        context.fireChannelRead(wrapInboundOut(.success(event)))
      } catch {
        isFailed = !error.isRecoverable
        context.fireChannelRead(wrapInboundOut(.failure(error)))
      }
    }
  }
}
