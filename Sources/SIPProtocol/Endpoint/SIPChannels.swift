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
    private var reader = SIPStreamReader()

    init(exchange: SIPExchange<Application>, path: SIPPath) {
        self.exchange = exchange
        self.path = path
    }

    func channelActive(context: ChannelHandlerContext) {
        if path.hop.transport == .tcp { exchange.opened(path, context.channel) }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            exchange.opened(path, context.channel)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
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
        context.close(promise: nil)
    }
}
