import NIOCore
import NIOTLS

/// Reads datagrams; those of strangers are not even looked at.
final class SIPDatagrams<Application: SIPApplication>: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let exchange: SIPExchange<Application>

    init(exchange: SIPExchange<Application>) { self.exchange = exchange }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let datagram = unwrapInboundIn(data)
        guard let host = SIPHost(datagram.remoteAddress), exchange.isHeard(host),
            let port = datagram.remoteAddress.port
        else { return }
        let path = SIPPath(SIPHop(.udp, host, UInt16(port)))
        exchange.receive(SIPReading(datagram: Array(datagram.data.readableBytesView)), from: path)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A peer that is away answers datagrams with ICMP: its transactions time out by themselves.
    }
}

/// Reads a stream of TCP or TLS.
final class SIPOctets<Application: SIPApplication>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let exchange: SIPExchange<Application>
    private let path: SIPPath
    /// Whether whoever has shown a certificate may speak; nil where none is looked at.
    private let isAdmitted: ((any Channel) -> Bool)?
    private var reader = SIPStreamReader()
    /// What broke the connection.
    private(set) var trouble: String?

    init(
        exchange: SIPExchange<Application>,
        path: SIPPath,
        isAdmitted: ((any Channel) -> Bool)? = nil
    ) {
        self.exchange = exchange
        self.path = path
        self.isAdmitted = isAdmitted
    }

    func channelActive(context: ChannelHandlerContext) {
        if path.hop.transport == .tcp { exchange.opened(path, context.channel) }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            if let isAdmitted, !isAdmitted(context.channel) {
                errorCaught(context: context, error: SIPEndpointError.notOfPeer)
                return
            }
            exchange.opened(path, context.channel)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What came along with a handshake that proved nothing, and the rest of what is broken.
        guard trouble == nil else { return }
        reader.append(unwrapInboundIn(data).readableBytesView)
        while let step = reader.next() {
            switch step {
            case .reading(let reading): exchange.receive(reading, from: path)
            case .ping:
                let pong = context.channel.allocator.buffer(string: "\r\n")
                context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
            case .broken(let reading):
                exchange.receive(reading, from: path)
                context.close(promise: nil)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Whoever waits for an answer on it learns so when the channel has closed.
        trouble = trouble ?? SIPTrouble.reason(of: error)
        context.close(promise: nil)
    }
}
