import DeskAPI
import HTTPTypes
public import NIOCore
public import NIOHTTP1

/// Says why a request of HTTP/1 that cannot even be parsed is refused.
///
/// The server answers such a one with a bare 400 and closes the connection; this puts a problem
/// (RFC 9457) in the place of that answer, so that it keeps its turn behind what was asked before it. It
/// refuses in the same way what does not say for which host it is (RFC 9112 §3.2), or comes in a coding
/// that nobody here reads. A request of HTTP/1.0 gets its answer without chunks, and is the last one
/// of its connection.
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
    /// True once a request of HTTP/1.0 has come.
    private var isOld = false

    private init(_ line: RequestLine, isSecure: Bool) {
        self.line = line
        self.isSecure = isSecure
    }

    /// Lets a request pass that says for which host it is.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard refusal == nil else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            let codings = head.headers["transfer-encoding"]
            if !codings.isEmpty, codings.map({ $0.lowercased() }) != ["chunked"] {
                return refuse(.unknownCoding, .unknown, context)
            }
            guard head.version == .http1_1 else {
                isOld = true
                return context.fireChannelRead(wrapInboundOut(.head(Self.old(head))))
            }
            // HTTP/1.0 knows no such field.
            if head.headers["host"].count != 1 {
                return refuse(.badRequest("A request has one Host field."), .unknown, context)
            }
        case .body: break
        case .end: line.begin()
        }
        context.fireChannelRead(data)
    }

    /// HTTP/1.0 knows no interim answers (RFC 9110 §10.1.1), and ends what has no length with the
    /// connection.
    private static func old(_ head: HTTPRequestHead) -> HTTPRequestHead {
        var head = head
        head.headers.remove(name: "expect")
        head.headers.replaceOrAdd(name: "connection", value: "close")
        return head
    }

    /// Notes why a request cannot be parsed.
    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, refusal == nil else {
            return context.fireErrorCaught(error)
        }
        refuse(Problem(error, lineIsTooLong: line.isTooLong), error, context)
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
        guard case .head(var head) = unwrapOutboundIn(data),
            head.headers["connection"] == ["close"]
        else { return context.write(data, promise: promise) }
        guard let refusal, head.status == .badRequest, head.headers["content-length"] == ["0"]
        else {
            if isOld { head.version = .http1_0 }
            return context.write(wrapOutboundOut(.head(head)), promise: promise)
        }
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
}

extension Problem {
    /// Why a request, or the rest of one, is none.
    init(_ error: HTTPParserError, lineIsTooLong: Bool = false) {
        self =
            switch error {
            case .headerOverflow where lineIsTooLong:
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
            case .invalidMethod: .unknownMethod
            // The parser tells two lengths, a length that is none, and both fields apart by their order.
            case .unexpectedContentLength, .invalidContentLength: .lengthUnclear
            case .invalidChunkSize:
                .badRequest("The body comes in chunks, and the length of one is no number.")
            case .invalidHeaderToken:
                .badRequest("A header field has characters that none may have.")
            case .invalidVersion:
                .badRequest("That is no version of HTTP that is spoken here.")
            // Nobody reads the answer: the caller hung up.
            case .invalidEOFState: .badRequest("The request ended too soon.")
            // These it does not tell apart at all.
            case .unknown:
                .badRequest(
                    "A line ends without CR, or the length of the body is not said in one way that is "
                        + "known here."
                )
            default: .badRequest("The request is not HTTP.")
            }
    }

    static let unknownMethod = Problem(
        .notImplemented,
        "unknown-method",
        "Unknown method",
        detail: "There is no such method here."
    )

    fileprivate static let lengthUnclear = badRequest(
        "The length of the body must be said once: by Content-Length in digits, or by "
            + "Transfer-Encoding: chunked."
    )

    /// RFC 9112 §6.1.
    fileprivate static let unknownCoding = Problem(
        .notImplemented,
        "unknown-transfer-coding",
        "Unknown transfer coding",
        detail: "Send the body as it is, with Content-Length or Transfer-Encoding: chunked."
    )
}

extension RefusedRequests {
    /// Puts one of them into the pipeline of a connection of HTTP/1, and nothing into that of a stream.
    ///
    /// It must stand right behind the decoder, where the server lets nobody add a handler; so this one
    /// puts it there.
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
