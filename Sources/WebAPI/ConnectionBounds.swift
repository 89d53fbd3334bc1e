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

/// A connection among those of the door, in whose own pipeline it is: all streams of HTTP/2 are one.
private final class CountedConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let connections: ConnectionCount
    private(set) var isOneTooMany = false

    init(_ connections: ConnectionCount) { self.connections = connections }

    func handlerAdded(context: ChannelHandlerContext) { isOneTooMany = !connections.enter() }

    func handlerRemoved(context: ChannelHandlerContext) { connections.leave() }
}

/// What one connection, or one stream of HTTP/2, may take of the door.
///
/// A connection that is one too many gets 503 for its first request and is closed (RFC 9110 §15.6.4). A
/// request that is sent or an answer that is taken too slowly is cut off: a thousand of them would cost
/// the caller nothing and the desk all its connections. How long it may be between requests is the
/// server's to watch.
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

    /// Counts the connection, which the first stream of one with HTTP/2 does for all.
    public func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.channel.connection.pipeline.syncOperations
        // The look-up throws where the handler is missing: then this is the connection's first stream.
        if let counted = try? pipeline.handler(type: CountedConnection.self) {
            isOneTooMany = counted.isOneTooMany
            return
        }
        let counted = CountedConnection(connections)
        // It cannot be added to a connection that has ended, which need not be counted any more.
        try? pipeline.addHandler(counted)
        isOneTooMany = counted.isOneTooMany
    }

    /// Watches it no longer.
    public func channelInactive(context: ChannelHandlerContext) {
        watch?.cancel()
        context.fireChannelInactive()
    }

    /// Lets a part of a request pass, unless the connection is one too many.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            transfers.beginRequest(at: context.eventLoop.now)
            beginWatch(context)
            if isOneTooMany { target = head.path ?? "" }
        case .body(let octets): transfers.receive(octets.readableBytes)
        case .end: transfers.endRequest()
        }
        guard isOneTooMany else { return context.fireChannelRead(data) }
        if !transfers.isReceiving { turnAway(context) }
    }

    /// Lets a part of an answer pass, and remembers of each piece whether it has gone out.
    public func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head:
            context.write(data, promise: promise)
        case .body(var octets):
            // A promise is kept only when all of its octets are out; in pieces we see that they move.
            while octets.readableBytes > Self.pieceBytes,
                let piece = octets.readSlice(length: Self.pieceBytes)
            {
                put(.body(piece), piece.readableBytes, context, nil)
            }
            put(.body(octets), octets.readableBytes, context, promise)
        case .end(let trailers):
            put(.end(trailers), 0, context, promise)
        }
    }

    /// What must move in a second, the shortest stretch there is.
    private static let pieceBytes = TransferWatch.rateMin

    private func put(
        _ part: HTTPResponsePart,
        _ bytes: Int,
        _ context: ChannelHandlerContext,
        _ promise: EventLoopPromise<Void>?
    ) {
        transfers.put(at: context.eventLoop.now)
        beginWatch(context)
        let sent = promise ?? context.eventLoop.makePromise()
        sent.futureResult.assumeIsolated().whenComplete { _ in self.transfers.send(bytes) }
        context.write(wrapOutboundOut(part), promise: sent)
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
        // Of a stream that is no field there may be (RFC 9113 §8.2.2).
        if !context.channel.isStream { head.headerFields[.connection] = "close" }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in self.hangUp(context) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    /// Ends the connection, whichever of its streams this is.
    private func hangUp(_ context: ChannelHandlerContext) {
        guard context.channel.isStream else { return context.close(promise: nil) }
        context.channel.connection.close(promise: nil)
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
        switch transfers.look(at: context.eventLoop.now) {
        case .idle: return
        case .moving: beginWatch(context)
        // Where the connection takes nothing, it would not take the end of the stream either.
        case .stuck where !context.channel.connection.isWritable: hangUp(context)
        case .stuck: context.close(promise: nil)
        }
    }
}

extension Channel {
    /// True for a stream of HTTP/2: it stands below its connection, which stands below the door.
    var isStream: Bool { parent?.parent != nil }

    /// The connection that it is, or is a stream of.
    fileprivate var connection: any Channel { isStream ? parent ?? self : self }
}
