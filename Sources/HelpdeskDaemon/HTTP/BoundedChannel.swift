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
