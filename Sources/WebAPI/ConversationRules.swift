import HTTPTypes
public import NIOCore
public import NIOHTTPTypes

/// What HTTP asks of a connection, or of one stream of HTTP/2, between whole messages.
///
/// A body that the caller holds back until it is asked for is asked for (RFC 9110 §10.1.1), and the last
/// answer says that it is the last (RFC 9112 §9.6). A body that is held back and longer than any may be
/// is not asked for: it is refused by its length, and that answer is the last, for nobody knows whether the
/// body comes after all.
public final class ConversationRules: ChannelDuplexHandler, RemovableChannelHandler {
    /// Requests from the socket.
    public typealias InboundIn = HTTPRequestPart
    /// The same, to the desk.
    public typealias InboundOut = HTTPRequestPart
    /// Answers of the desk.
    public typealias OutboundIn = HTTPResponsePart
    /// The same, to the socket.
    public typealias OutboundOut = HTTPResponsePart

    /// Requests that have begun and whose answer has not ended; what is asked must not come amid another
    /// answer.
    private var unanswered = 0
    /// True while a body is held back and not asked for.
    private var isHeldBack = false
    /// True once a request has come after which there are no others.
    private var isEnding = false

    /// For one connection or stream.
    public init() {}

    /// Lets a part of a request pass, and asks for the body if that is wanted and may come.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else {
            isHeldBack = false
            return context.fireChannelRead(data)
        }
        unanswered += 1
        isHeldBack = head.headerFields[.expect]?.lowercased() == "100-continue"
        if isHeldBack, let length = head.headerFields[.contentLength].flatMap(Int.init),
            length > RequestBody.bytesMax
        {
            (isHeldBack, isEnding) = (false, true)
        }
        let options = head.headerFields[.connection]?.lowercased() ?? ""
        if options.split(whereSeparator: { $0 == "," || $0 == " " }).contains("close") {
            isEnding = true
        }
        // The server ends the connection by this, and knows it alone and in small letters.
        if isEnding { head.headerFields[.connection] = "close" }
        ask(context)
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// Lets a part of an answer pass.
    public func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isEnding && unanswered == 1 && !context.channel.isStream:
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            unanswered -= 1
            ask(context)
        case .head, .body: context.write(data, promise: promise)
        }
    }

    private func ask(_ context: ChannelHandlerContext) {
        guard isHeldBack, unanswered == 1 else { return }
        isHeldBack = false
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }
}
