import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import NIOTLS
import WebAPI

/// A channel whose address is counted first, and whose TLS must come about in time.
struct BoundedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let addresses: AddressCount
    /// For the handshake; nil without TLS.
    let handshakeTime: TimeAmount?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        do {
            try channel.pipeline.syncOperations.addHandler(AddressBound(addresses))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        let isSetUp = base.setup(channel: channel, logger: logger)
        guard let handshakeTime else { return isSetUp }
        return isSetUp.flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let tls = try pipeline.handler(type: NIOSSLServerHandler.self)
            try pipeline.addHandler(HandshakeDeadline(handshakeTime), position: .after(tls))
            try pipeline.addHandler(FlushedPieces(), position: .after(tls))
            return value
        }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

/// Closes a connection whose handshake takes too long: until then no other timer watches it.
private final class HandshakeDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let limit: TimeAmount
    private var timer: Scheduled<Void>?

    init(_ limit: TimeAmount) { self.limit = limit }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            context.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { timer?.cancel() }
        context.fireUserInboundEventTriggered(event)
    }
}

/// Hands what is written over to TLS piece by piece.
///
/// TLS makes one write of all that is flushed together, however much that is, and says only of the whole
/// that it has gone out: whoever takes it slowly would look like one who takes nothing.
final class FlushedPieces: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = ByteBuffer

    /// A record of TLS (RFC 8446 §5.1).
    private static let pieceBytes = 16_384

    private var writtenBytes = 0

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        writtenBytes += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
        // What nobody asks the fate of is the beginning of something, such as the head of a frame of
        // HTTP/2: a flush may let another frame in, and that must not come between.
        if promise != nil, writtenBytes >= Self.pieceBytes { flush(context: context) }
    }

    func flush(context: ChannelHandlerContext) {
        writtenBytes = 0
        context.flush()
    }
}
