package import NIOCore
package import NIOHTTP1

extension ChannelHandlerContext {
  /// Answers a request, and closes the connection behind the answer where the request is to be its last one.
  ///
  /// - Parameter body: left out where the request asks for the head alone.
  package func answer(_ request: HTTPRequestHead, _ head: HTTPResponseHead, _ body: ByteBuffer) {
    write(NIOAny(HTTPServerResponsePart.head(head)), promise: nil)
    if request.method != .HEAD { write(NIOAny(HTTPServerResponsePart.body(.byteBuffer(body))), promise: nil) }
    let written = eventLoop.makePromise(of: Void.self)
    if !request.isKeepAlive {
      let channel = channel
      written.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
    writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: written)
  }
}
