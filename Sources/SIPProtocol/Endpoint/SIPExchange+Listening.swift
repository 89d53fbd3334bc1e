import NIOCore
import NIOPosix
import NIOSSL

extension SIPExchange {
    /// How long a socket that broke is let be: next to nothing, for whoever calls meanwhile is not
    /// heard, but no loop without an end when it breaks at once.
    private static var pause: TimeAmount { .milliseconds(10) }

    /// Opens a socket, and another one whenever it breaks: calls come and go by it alone.
    ///
    /// A datagram that cannot leave breaks it, as when a link is lost (ENETUNREACH) or a firewall
    /// forbids it (EPERM).
    func listen(_ transport: SIPTransport, at address: SIPHop) -> EventLoopFuture<Void> {
        let bound = NIOLoopBound(self, eventLoop: loop)
        return bind(transport, address).map { bound.value.hold($0, transport, address) }
    }

    private func hold(_ channel: any Channel, _ transport: SIPTransport, _ address: SIPHop) {
        guard !isClosed else { return channel.close(promise: nil) }
        sockets[transport] = channel
        let bound = NIOLoopBound(self, eventLoop: loop)
        channel.closeFuture.whenComplete { _ in
            guard !bound.value.isClosed else { return }
            bound.value.lost(transport, address)
            bound.value.reopen(transport, address)
        }
    }

    private func reopen(_ transport: SIPTransport, _ address: SIPHop) {
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: Self.pause) {
            guard !bound.value.isClosed else { return }
            bound.value.listen(transport, at: address).whenFailure { _ in
                bound.value.reopen(transport, address)
            }
        }
    }

    private func bind(
        _ transport: SIPTransport,
        _ address: SIPHop
    ) -> EventLoopFuture<any Channel> {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let security = security
        let host = address.host.socketName
        let port = Int(address.port)
        switch transport {
        case .udp:
            return DatagramBootstrap(group: loop)
                .channelOption(.socketOption(.so_reuseaddr), value: 1)
                // A longer datagram would be cut, and 2,048 octets are all that is read otherwise.
                .channelOption(
                    .recvAllocator,
                    value: FixedSizeRecvByteBufferAllocator(capacity: SIPLimits.messageBytesMax)
                )
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            SIPDatagrams(exchange: bound.value)
                        )
                    }
                }
                .bind(host: host, port: port)
        case .tcp, .tls:
            return ServerBootstrap(group: loop)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if transport == .tls {
                            guard let security else { throw SIPEndpointError.noCertificates }
                            try channel.pipeline.syncOperations.addHandler(
                                NIOSSLServerHandler(context: security.server)
                            )
                        }
                        try bound.value.accept(channel, transport)
                    }
                }
                .bind(host: host, port: port)
        }
    }
}
