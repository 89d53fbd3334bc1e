import HTTPTypes
public import NIOCore
public import NIOHTTPTypes
import Synchronization

/// The connections that are open at the same time.
public final class ConnectionCount: Sendable {
    private let max: Int
    private let open = Atomic<Int>(0)

    /// - Parameter max: connections that are served, 1...
    public init(max: Int) {
        precondition(max > 0, "a door that lets nobody in")
        self.max = max
    }

    /// Counts one more; false when it is one too many.
    func enter() -> Bool { open.add(1, ordering: .relaxed).newValue <= max }

    func leave() { open.subtract(1, ordering: .relaxed) }
}

/// What one connection may take of the door.
///
/// One too many gets 503 for its first request and is closed (RFC 9110 §15.6.4). One that sends a
/// request or takes an answer too slowly is cut off: a thousand of them would cost the caller nothing
/// and the desk all its connections. How long it may be between requests is the server's to watch.
public final class ConnectionBounds: ChannelDuplexHandler, RemovableChannelHandler {
    /// Requests from the socket.
    public typealias InboundIn = HTTPRequestPart
    /// The same, to the desk.
    public typealias InboundOut = HTTPRequestPart
    /// Answers of the desk.
    public typealias OutboundIn = HTTPResponsePart
    /// The same, to the socket.
    public typealias OutboundOut = HTTPResponsePart

    private let connections: ConnectionCount
    private var isCounted = false
    private var isOneTooMany = false
    /// What one too many asks for, with its query.
    private var target = ""
    private var transfers: TransferWatch
    private var watch: Scheduled<Void>?

    /// - Parameters:
    ///   - connections: those of the door, which this one is counted among.
    ///   - transferTime: for a request to come in, or an answer to go out; as long as
    ///     10 000 octets a second move, it begins anew.
    public init(_ connections: ConnectionCount, transferTime: TimeAmount) {
        self.connections = connections
        transfers = TransferWatch(time: transferTime)
    }

    /// Counts a connection that is there already.
    public func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { count(context.channel) }
    }

    /// Counts it.
    public func channelActive(context: ChannelHandlerContext) {
        count(context.channel)
        context.fireChannelActive()
    }

    /// Counts it no longer.
    public func channelInactive(context: ChannelHandlerContext) {
        watch?.cancel()
        if isCounted { connections.leave() }
        isCounted = false
        context.fireChannelInactive()
    }

    /// Lets a part of a request pass, unless the connection is one too many.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            transfers.beginRequest(at: context.eventLoop.now)
            beginWatch(context)
            if isOneTooMany { target = head.path ?? "" }
        case .body(let octets): transfers.move(octets.readableBytes)
        case .end: transfers.endRequest()
        }
        guard isOneTooMany else { return context.fireChannelRead(data) }
        if !transfers.isReceiving { turnAway(context) }
    }

    /// Lets a part of an answer pass, and remembers how much of it there is.
    public func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head:
            transfers.beginAnswer(at: context.eventLoop.now)
            beginWatch(context)
            context.write(data, promise: promise)
        case .body(let octets):
            transfers.move(octets.readableBytes)
            context.write(data, promise: promise)
        case .end:
            let sent = promise ?? context.eventLoop.makePromise()
            sent.futureResult.assumeIsolated().whenComplete { _ in self.transfers.endAnswer() }
            context.write(data, promise: sent)
        }
    }

    private func count(_ channel: any Channel) {
        // A stream of HTTP/2 shares its connection, and the protocol bounds how many there are.
        guard !isCounted, channel.parent?.parent == nil else { return }
        isCounted = true
        isOneTooMany = !connections.enter()
    }

    private func turnAway(_ context: ChannelHandlerContext) {
        let problem = Problem.overloaded
        var (body, mediaType) = (JSON.buffer(problem.body), "application/problem+json")
        if let format = ReportRoutes.format(ofPath: String(target.prefix { $0 != "?" })) {
            let refusal = ReportRefusal(problem)
            body = ByteBuffer(bytes: format.octets(ReportRefusal.root, refusal.document))
            mediaType = format.mediaType
        }
        var head = HTTPResponse(status: .serviceUnavailable, headerFields: problem.headers)
        head.headerFields[.contentType] = mediaType
        head.headerFields[.contentLength] = String(body.readableBytes)
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    /// One timer a connection at most: it goes on until nothing is under way when it ends.
    private func beginWatch(_ context: ChannelHandlerContext) {
        guard watch == nil else { return }
        watch = context.eventLoop.assumeIsolated().scheduleTask(deadline: transfers.end) {
            self.watch = nil
            self.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        // What lies in the socket's queue has not moved yet.
        let queued = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
        switch transfers.look(at: context.eventLoop.now, queued: queued ?? 0) {
        case .idle: return
        case .moving: beginWatch(context)
        case .stuck: context.close(promise: nil)
        }
    }
}
