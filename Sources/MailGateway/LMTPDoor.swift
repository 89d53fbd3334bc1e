import Foundation
public import Logging
import MailProtocols
public import Metrics
public import NIOCore
import NIOPosix
public import ServiceLifecycle

/// The door citizens' mail comes in by: LMTP (RFC 2033) on TCP or a unix socket.
///
/// One task a connection. The conversation itself is ``MailProtocols/LMTPSession``; here are only
/// the socket, the bounds that concern all clients together, and the way to the desk.
public struct LMTPDoor: Service {
    /// Where it listens.
    public enum Listen: Sendable, Hashable {
        /// A TCP port; 0 lets the kernel choose.
        case tcp(host: String, port: Int)
        /// A unix socket; a file left behind by a crash is replaced.
        case unix(path: String)
    }

    let listen: Listen
    let settings: MailGatewaySettings
    let intake: Intake
    let logger: Logger
    let onListening: @Sendable (SocketAddress?) async -> Void
    let budget: MemoryBudget
    let meters: MailMeters

    /// Opens nothing yet; ``run()`` does and calls `onListening` once, with the address it got.
    public init(
        listen: Listen,
        settings: MailGatewaySettings,
        intake: Intake,
        logger: Logger,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        onListening: @escaping @Sendable (SocketAddress?) async -> Void = { _ in }
    ) {
        self.listen = listen
        self.settings = settings
        self.intake = intake
        self.logger = logger
        self.onListening = onListening
        meters = MailMeters(metrics)
        budget = MemoryBudget(
            bytesMax: settings.memoryBytesMax,
            connectionsMax: settings.connectionsMax
        )
    }

    /// Serves until the house shuts down: then nobody new is let in, what a client is in the middle
    /// of is finished, and the rest are told to come later.
    public func run() async throws {
        let server = try await bind()
        await onListening(server.channel.localAddress)
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                try await server.executeThenClose { connections in
                    for try await connection in connections {
                        group.addTask { await serve(connection) }
                    }
                }
            }
        } onGracefulShutdown: {
            server.channel.close(promise: nil)
        }
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private func bind() async throws -> NIOAsyncChannel<Connection, Never> {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: 2_048,
                    initial: 16_384,
                    maximum: 262_144
                )
            )
        let idleTime = settings.idleTime
        let prepare: @Sendable (any Channel) -> EventLoopFuture<Connection> = { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHandler(IdleStateHandler(readTimeout: idleTime))
                try pipeline.addHandler(SilenceReporter())
                return try Connection(wrappingChannelSynchronously: channel)
            }
        }
        switch listen {
        case .tcp(let host, let port):
            return try await bootstrap.bind(
                host: host,
                port: port,
                childChannelInitializer: prepare
            )
        case .unix(let path):
            let server = try await bootstrap.bind(
                unixDomainSocketPath: path,
                cleanupExistingSocketFile: true,
                childChannelInitializer: prepare
            )
            // Who may reach the socket is decided by its folder; the mail server is in our group.
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o660],
                ofItemAtPath: path
            )
            return server
        }
    }

    private func serve(_ connection: Connection) async {
        let channel = connection.channel
        do {
            try await withGracefulShutdownHandler {
                try await connection.executeThenClose { inbound, outbound in
                    try await converse(inbound, outbound)
                }
            } onGracefulShutdown: {
                // No octets, only a reason for the conversation to look up from its waiting.
                channel.eventLoop.execute {
                    channel.pipeline.syncOperations.fireChannelRead(NIOAny(ByteBuffer()))
                    channel.pipeline.syncOperations.fireChannelReadComplete()
                }
            }
        } catch {
            // The client went away; whatever was answered is on disk, the rest it sends again.
            logger.debug("lmtp connection ended", metadata: ["error": "\(type(of: error))"])
        }
    }

    private func converse(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        guard budget.letIn() else {
            meters.turnAway()
            try await outbound.write(ByteBuffer(bytes: LMTPReply.tooManyClients.bytes))
            return
        }
        meters.letIn()
        defer {
            meters.letOut()
            budget.letOut()
        }
        var conversation = Conversation(door: self, outbound: outbound)
        defer { conversation.releaseMemory() }
        try await conversation.run(inbound)
    }
}

/// Tells the conversation that nothing was heard for too long, by a buffer without octets: only it
/// knows whether the client is silent or waits for us.
private final class SilenceReporter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// So many silences in a row end the connection whatever it waits for: a client that reads
    /// nothing must not hold its place for ever.
    private static let silencesMax = 10
    private var silences = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        silences = 0
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        silences += 1
        guard silences < Self.silencesMax else {
            context.close(promise: nil)
            return
        }
        context.fireChannelRead(wrapInboundOut(ByteBuffer()))
        context.fireChannelReadComplete()
    }
}

extension LMTPReply {
    /// 421: too many clients at once (RFC 5321 §3.8 lets a server end like this at any time).
    static let tooManyClients = LMTPReply(
        code: 421,
        enhanced: "4.7.0",
        text: "too many connections, try again later"
    )
}
