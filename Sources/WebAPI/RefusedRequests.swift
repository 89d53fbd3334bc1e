import DeskAPI
import HTTPTypes
public import NIOCore
public import NIOHTTP1

/// Says why a request of HTTP/1 that cannot even be parsed is refused.
///
/// The server answers such a one with a bare 400 and closes the connection; this puts a problem
/// (RFC 9457) in the place of that answer, so that it keeps its turn behind what was asked before it. It
/// refuses in the same way what does not say for which host it is (RFC 9112 §3.2).
public final class RefusedRequests: ChannelDuplexHandler, RemovableChannelHandler {
    /// Requests as they were parsed.
    public typealias InboundIn = HTTPServerRequestPart
    /// The same.
    public typealias InboundOut = HTTPServerRequestPart
    /// Answers on their way out.
    public typealias OutboundIn = HTTPServerResponsePart
    /// The same, or what is said in their place.
    public typealias OutboundOut = HTTPServerResponsePart

    private let line: RequestLine
    private let isSecure: Bool
    private var refusal: Problem?

    private init(_ line: RequestLine, isSecure: Bool) {
        self.line = line
        self.isSecure = isSecure
    }

    /// Lets a request pass that says for which host it is.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard refusal == nil else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            // HTTP/1.0 knows no such field.
            if head.version == .http1_1, head.headers["host"].count != 1 {
                return refuse(.badRequest("A request has one Host field."), .unknown, context)
            }
        case .body: break
        case .end: line.begin()
        }
        context.fireChannelRead(data)
    }

    /// Notes why a request cannot be parsed.
    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, refusal == nil else {
            return context.fireErrorCaught(error)
        }
        refuse(problem(error), error, context)
    }

    private func refuse(
        _ problem: Problem,
        _ error: HTTPParserError,
        _ context: ChannelHandlerContext
    ) {
        refusal = problem
        context.fireErrorCaught(error)
    }

    /// Puts the problem in the place of the server's bare 400.
    public func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        guard let refusal, case .head(let head) = unwrapOutboundIn(data),
            head.status == .badRequest, head.headers["content-length"] == ["0"],
            head.headers["connection"] == ["close"]
        else { return context.write(data, promise: promise) }
        let body = JSON.buffer(refusal.body)
        var fields: HTTPFields = [
            .contentType: "application/problem+json", .cacheControl: "no-store",
            .contentLength: String(body.readableBytes), .connection: "close",
        ]
        SecurityHeaders.write(to: &fields, isSecure: isSecure)
        let answer = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: refusal.body.status),
            headers: HTTPHeaders(fields.map { ($0.name.rawName, $0.value) })
        )
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: promise)
    }

    private func problem(_ error: HTTPParserError) -> Problem {
        switch error {
        case .headerOverflow where line.isTooLong:
            Problem(
                HTTPResponse.Status(code: 414),
                "target-too-long",
                "Address too long",
                detail: "The address of the request is too long."
            )
        case .headerOverflow:
            Problem(
                HTTPResponse.Status(code: 431),
                "fields-too-large",
                "Header fields too large",
                detail: "The request has too many header fields, or too long ones."
            )
        case .invalidMethod:
            Problem(
                .notImplemented,
                "unknown-method",
                "Unknown method",
                detail: "There is no such method here."
            )
        case .unexpectedContentLength:
            .badRequest("Content-Length and Transfer-Encoding do not go together.")
        case .invalidContentLength: .badRequest("The Content-Length is not a length.")
        case .invalidHeaderToken: .badRequest("A header field has characters that none may have.")
        case .invalidVersion: .badRequest("That is no version of HTTP that is spoken here.")
        default: .badRequest("The request is not HTTP.")
        }
    }
}

extension RefusedRequests {
    /// Puts one of them into the pipeline of a connection of HTTP/1, and nothing into that of a stream.
    ///
    /// It has to stand where requests are still as they were parsed, which no handler of an own can be
    /// given to the server for.
    public final class Entrance: ChannelInboundHandler, RemovableChannelHandler {
        /// Nothing comes here that it looks at.
        public typealias InboundIn = NIOAny

        private let isSecure: Bool

        private let fieldBytesMax: Int

        /// - Parameters:
        ///   - isSecure: true behind TLS.
        ///   - fieldBytesMax: octets that an address or a header field may have.
        public init(isSecure: Bool, fieldBytesMax: Int) {
            self.isSecure = isSecure
            self.fieldBytesMax = fieldBytesMax
        }

        /// Puts it in.
        public func handlerAdded(context: ChannelHandlerContext) {
            let pipeline = context.pipeline.syncOperations
            // A stream of HTTP/2 has no such decoder, and nothing that could be read in two ways.
            guard
                let decoder = try? pipeline.handler(
                    type: ByteToMessageHandler<HTTPRequestDecoder>.self
                )
            else { return }
            let line = RequestLine(bytesMax: fieldBytesMax)
            // Neither can be added to a connection that has ended, which asks nothing any more.
            try? pipeline.addHandler(line, position: .before(decoder))
            try? pipeline.addHandler(
                RefusedRequests(line, isSecure: isSecure),
                position: .after(decoder)
            )
        }
    }
}

/// Whether the first line of a request is too long; its parser says only that something is.
private final class RequestLine: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let bytesMax: Int
    private var bytes = 0
    private var isUnderWay = true

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    var isTooLong: Bool { bytes > bytesMax }

    /// The next request may come.
    func begin() {
        bytes = 0
        isUnderWay = true
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isUnderWay {
            let read = unwrapInboundIn(data).readableBytesView
            let end = read.firstIndex(of: 0x0A)
            bytes += (end ?? read.endIndex) - read.startIndex
            isUnderWay = end == nil
        }
        context.fireChannelRead(data)
    }
}
