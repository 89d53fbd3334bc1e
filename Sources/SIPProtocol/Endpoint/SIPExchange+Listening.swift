import NIOCore
import NIOPosix
import NIOSSL

extension SIPExchange {
    /// How long a socket that broke is let be: next to nothing, for whoever calls meanwhile is not
    /// heard, but no loop without an end when it breaks at once.
    private static var pause: TimeAmount { .milliseconds(10) }
    /// The longest pause while it cannot be opened; it doubles up to there.
    private static var pauseMax: TimeAmount { .seconds(1) }

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

    /// Tries until it is open; the first failure is told, the same again is not.
    func reopen(
        _ transport: SIPTransport,
        _ address: SIPHop,
        after pause: TimeAmount = pause,
        hasTold: Bool = false
    ) {
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: pause) {
            guard !bound.value.isClosed else { return }
            bound.value.listen(transport, at: address).whenFailure { error in
                guard !bound.value.isClosed else { return }
                if !hasTold {
                    bound.value.tell(.unreachable(address, reason: SIPTrouble.reason(of: error)))
                }
                bound.value.reopen(
                    transport,
                    address,
                    after: min(pause * 2, Self.pauseMax),
                    hasTold: true
                )
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
