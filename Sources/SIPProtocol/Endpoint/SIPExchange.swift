import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// What lives on the event loop of an endpoint: the values, and the channels they speak through.
final class SIPExchange<Application: SIPApplication> {
    /// Streams at once, both directions counted.
    static var connectionsMax: Int { 512 }
    /// Messages that wait for one connection to open.
    static var waitingMax: Int { 256 }

    private var agent: SIPUserAgent
    private var application: Application
    let security: SIPSecurity?
    let loop: any EventLoop
    private let start = NIODeadline.now()
    var sockets: [SIPTransport: any Channel] = [:]
    private var streams: [Int: any Channel] = [:]
    private var streamIDs: [SIPHop: Int] = [:]
    /// Octets for hops whose connection is being opened.
    private var waiting: [SIPHop: [[UInt8]]] = [:]
    private var lastStream = 0
    private var alarm: (due: Duration, task: Scheduled<Void>)?
    /// Where a datagram could not be sent the last time.
    private var unsendable: Set<SIPHost> = []
    /// A datagram could not be sent by the socket that is open now.
    private var hasFailedSending = false
    private(set) var isClosed = false

    init(
        agent: SIPUserAgent,
        application: Application,
        security: SIPSecurity?,
        loop: any EventLoop
    ) {
        self.agent = agent
        self.application = application
        self.security = security
        self.loop = loop
    }

    private var now: Duration { .nanoseconds((NIODeadline.now() - start).nanoseconds) }

    func act<Value>(_ body: (inout Application, inout SIPUserAgent, Duration) -> Value) -> Value {
        let value = body(&application, &agent, now)
        work()
        return value
    }

    func receive(_ reading: SIPReading, from path: SIPPath) {
        agent.receive(reading, from: path, at: now)
        work()
    }

    func isHeard(_ host: SIPHost) -> Bool { agent.peer(at: host) != nil }

    func close() {
        isClosed = true
        alarm?.task.cancel()
        for channel in Array(sockets.values) + Array(streams.values) { channel.close(promise: nil) }
    }

    /// Does what the values want done, until they want nothing more.
    private func work() {
        while !isClosed {
            let actions = agent.takeActions()
            guard !actions.isEmpty else { break }
            for action in actions {
                switch action {
                case .send(let bytes, let path): send(bytes, to: path)
                case .tell(let event): application.receive(event, &agent, at: now)
                }
            }
        }
        setAlarm()
    }

    private func setAlarm() {
        let due = earliest(agent.due, application.due)
        guard due != alarm?.due, !isClosed else { return }
        alarm?.task.cancel()
        alarm = due.map { due in
            let wait = max(due - now, .zero).components
            let amount = TimeAmount.nanoseconds(
                wait.seconds * 1_000_000_000 + wait.attoseconds / 1_000_000_000
            )
            let bound = NIOLoopBound(self, eventLoop: loop)
            return (due, loop.scheduleTask(in: amount) { bound.value.ring() })
        }
    }

    private func ring() {
        alarm = nil
        agent.tick(at: now)
        application.tick(&agent, at: now)
        work()
    }

    // MARK: Sending

    private func send(_ bytes: [UInt8], to path: SIPPath) {
        let hop = path.hop
        if hop.transport == .udp {
            sendDatagram(bytes, to: hop)
        } else if let id = path.connection ?? streamIDs[hop], let stream = streams[id] {
            write(bytes, to: stream)
        } else if let id = streamIDs[hop], let stream = streams[id] {
            write(bytes, to: stream)
        } else {
            connect(hop, with: bytes)
        }
    }

    private func sendDatagram(_ bytes: [UInt8], to hop: SIPHop) {
        guard agent.settings.addresses[.udp] != nil,
            let address = try? SocketAddress(
                ipAddress: hop.host.socketName,
                port: Int(hop.port)
            )
        else {
            fail(hop)
            return
        }
        // While the socket is opened again, what is sent is lost like any datagram.
        guard let socket = sockets[.udp] else { return }
        let envelope = AddressedEnvelope(
            remoteAddress: address,
            data: socket.allocator.buffer(bytes: bytes)
        )
        let bound = NIOLoopBound(self, eventLoop: loop)
        socket.writeAndFlush(envelope).whenComplete { bound.value.note($0, of: hop) }
    }

    /// A datagram that could not be sent is as good as one that was lost.
    ///
    /// It is sent again, and who waits for an answer has the time for it that they always have. That
    /// it happens is told once.
    private func note(_ result: Result<Void, any Error>, of hop: SIPHop) {
        switch result {
        case .success: unsendable.remove(hop.host)
        case .failure(let error):
            guard error is IOError else { return }
            hasFailedSending = true
            guard unsendable.insert(hop.host).inserted else { return }
            tell(.unreachable(hop, reason: SIPTrouble.reason(of: error)))
        }
    }

    /// A socket of ours broke; that something could not be sent by it has been told.
    func lost(_ transport: SIPTransport, _ address: SIPHop) {
        sockets[transport] = nil
        if transport == .udp, hasFailedSending {
            hasFailedSending = false
            return
        }
        tell(.unreachable(address, reason: "our own socket broke, and is opened again"))
    }

    /// Told in its own turn, as a failure is.
    func tell(_ event: SIPEvent) {
        inTurn { application, agent, now in application.receive(event, &agent, at: now) }
    }

    private func write(_ bytes: [UInt8], to stream: any Channel) {
        // A peer that does not read is no peer: what waits for it must not grow.
        guard stream.isWritable else {
            stream.close(promise: nil)
            return
        }
        stream.writeAndFlush(stream.allocator.buffer(bytes: bytes), promise: nil)
    }

    /// The failure is told in its own turn: the values are in the middle of something now.
    private func fail(_ hop: SIPHop, _ reason: String? = nil) {
        inTurn { _, agent, now in agent.transportFailed(to: hop, reason: reason, at: now) }
    }

    private func inTurn(
        _ body: @escaping @Sendable (inout Application, inout SIPUserAgent, Duration) -> Void
    ) {
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.execute { bound.value.act(body) }
    }

    private func connect(_ hop: SIPHop, with bytes: [UInt8]) {
        if let queue = waiting[hop] {
            if queue.count < Self.waitingMax { waiting[hop]?.append(bytes) }
            return
        }
        guard streams.count < Self.connectionsMax, hop.transport != .tls || security != nil else {
            fail(hop)
            return
        }
        waiting[hop] = [bytes]
        let bound = NIOLoopBound(self, eventLoop: loop)
        let security = security
        var bootstrap = ClientBootstrap(group: loop)
        if let own = agent.ownAddress(towards: hop) {
            // The peer knows us by the address that we are reached at, on whatever way we come.
            bootstrap = bootstrap.bind(to: own)
        }
        bootstrap
            .connectTimeout(.seconds(5))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if hop.transport == .tls, let security {
                        try channel.pipeline.syncOperations.addHandler(
                            Self.clientSide(of: security, to: hop)
                        )
                    }
                    try bound.value.add(channel, hop)
                }
            }
            .connect(host: hop.host.socketName, port: Int(hop.port))
            .whenFailure { bound.value.connectionFailed(hop, SIPTrouble.reason(of: $0)) }
    }

    /// The certificate must be the host's: its name, or the address that was connected to.
    private static func clientSide(
        of security: SIPSecurity,
        to hop: SIPHop
    ) throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: security.client, serverHostname: hop.name?.text)
    }

    func connectionFailed(_ hop: SIPHop, _ reason: String?) {
        waiting[hop] = nil
        fail(hop, reason)
    }

    // MARK: Streams

    /// Takes a connection from a listed peer.
    func accept(_ channel: any Channel, _ transport: SIPTransport) throws {
        guard let remote = channel.remoteAddress, let host = SIPHost(remote), isHeard(host),
            streams.count < Self.connectionsMax, let peer = agent.peer(at: host)
        else { throw SIPEndpointError.notHeard }
        let isLookedAt = transport == .tls && security?.wantsPeerCertificate == true
        try add(
            channel,
            SIPHop(transport, host, UInt16(remote.port ?? 0)),
            isAdmitted: isLookedAt ? { SIPSecurity.shows($0, anyOf: peer.hosts) } : nil
        )
    }

    private func add(
        _ channel: any Channel,
        _ hop: SIPHop,
        isAdmitted: ((any Channel) -> Bool)? = nil
    ) throws {
        lastStream += 1
        let id = lastStream
        let octets = SIPOctets(
            exchange: self,
            path: SIPPath(hop, connection: id),
            isAdmitted: isAdmitted
        )
        try channel.pipeline.syncOperations.addHandler(octets)
        let bound = NIOLoopBound(self, eventLoop: loop)
        let own = NIOLoopBound(octets, eventLoop: loop)
        channel.closeFuture.whenComplete { _ in bound.value.remove(id, hop, own.value.trouble) }
    }

    /// The connection, TLS's handshake included, is ready for octets.
    func opened(_ path: SIPPath, _ channel: any Channel) {
        guard let id = path.connection, streams[id] == nil, !isClosed else { return }
        streams[id] = channel
        streamIDs[path.hop] = id
        for bytes in waiting.removeValue(forKey: path.hop) ?? [] { write(bytes, to: channel) }
    }

    private func remove(_ id: Int, _ hop: SIPHop, _ trouble: String?) {
        let wasOpen = streams.removeValue(forKey: id) != nil
        // A peer that connected and was not let in has nothing that waits, and still is told of.
        let isOwed = streamIDs[hop] == id || !wasOpen && waiting[hop] != nil
        guard isOwed || !wasOpen && trouble != nil else { return }
        if isOwed { streamIDs[hop] = nil }
        connectionFailed(hop, trouble)
    }
}

/// What broke a connection, in words for an operator.
enum SIPTrouble {
    /// Bounds what a peer's TLS alert can make us write down.
    private static let charactersMax = 200

    static func reason(of error: any Error) -> String {
        let text =
            switch error {
            case SIPEndpointError.notOfPeer: "its certificate is of another host"
            case is SIPEndpointError: "it is not among the peers and sources, or there are too many"
            case let error as NIOSSLExtraError where error == .failedToValidateHostname:
                "its certificate is not of the host that was asked for"
            case NIOSSLError.handshakeFailed(let cause): "TLS: \(cause)"
            case let error as NIOConnectionError:
                error.connectionErrors.first.map { words($0.error) } ?? "nobody answers"
            default: words(error)
            }
        return String(text.prefix(charactersMax))
    }

    private static func words(_ error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
    }
}

extension SIPUserAgent {
    /// The address that a connection is made from; nil leaves it to the system.
    fileprivate func ownAddress(towards hop: SIPHop) -> SocketAddress? {
        switch (settings.addresses[hop.transport]?.host, hop.host) {
        case (.ipv4(let own)?, .ipv4): try? SocketAddress(ipAddress: own.description, port: 0)
        case (.ipv6(let own)?, .ipv6): try? SocketAddress(ipAddress: own.description, port: 0)
        default: nil
        }
    }
}
