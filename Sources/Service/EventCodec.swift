import NIOCore
import Wire

/// Turns a connection's bytes into events and back. What is wrong with the bytes comes in its place among the events.
final class EventCodec: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = Result<Event, WireError>
  typealias OutboundIn = Event
  typealias OutboundOut = ByteBuffer

  private var decoder: EventDecoder
  private var isFailed = false

  init(limits: EventLimits) { decoder = EventDecoder(limits: limits) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    buffer.withUnsafeReadableBytes { decoder.append($0.bindMemory(to: UInt8.self).span) }
    passOn(context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    decoder.finish()
    passOn(context)
    context.fireChannelInactive()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let event = unwrapOutboundIn(data)
    let head = event.head
    var buffer = context.channel.allocator.buffer(capacity: head.count + event.payload.count)
    buffer.writeBytes(head)
    buffer.writeBytes(event.payload)
    context.write(wrapOutboundOut(buffer), promise: promise)
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
