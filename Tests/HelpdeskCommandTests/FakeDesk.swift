import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A request as the fake desk saw it.
struct FakeRequest: Sendable {
    var method: String
    /// Path and query, as they came.
    var target: String
    var headers: HTTPHeaders
    var body: String
    /// How many requests came before this one.
    var index: Int

    var path: String { String(target.prefix { $0 != "?" }) }
    var line: String { "\(method) \(target)" }

    func header(_ name: String) -> String? { headers.first(name: name) }
}

/// What the fake desk does with a request.
enum FakeReply: Sendable {
    case answer(Int, body: String, headers: [String: String] = [:])
    /// Closes the connection without a word.
    case hangUp
    /// Says nothing and keeps the connection.
    case silence
    /// Sends the head and the first octets of a body, and never the rest.
    case stall
    /// Sends the first octets of a stream, and others after a silence; it breaks where there are none.
    case stream(String, silence: TimeAmount, then: String)

    static func json(_ body: String, tag: String? = nil) -> FakeReply {
        .answer(200, body: body, headers: tag.map { ["ETag": $0] } ?? [:])
    }

    static func problem(_ status: Int, _ detail: String? = nil, more: String = "") -> FakeReply {
        let said = detail.map { ",\"detail\":\"\($0)\"" } ?? ""
        return .answer(
            status,
            body: "{\"type\":\"about:blank\",\"title\":\"T\",\"status\":\(status)\(said)\(more)}",
            headers: ["Content-Type": "application/problem+json"]
        )
    }
}

/// What a fake desk answers to each request, before it stands anywhere.
struct FakeScript: Sendable {
    private let tls: NIOSSLContext?
    private let reply: @Sendable (FakeRequest) -> FakeReply

    init(
        tls: NIOSSLContext? = nil,
        _ reply: @escaping @Sendable (FakeRequest) -> FakeReply
    ) {
        self.tls = tls
        self.reply = reply
    }

    /// Serves it on a port that the kernel chose, as long as `body` runs.
    func play<Value>(_ body: (FakeDesk) async throws -> Value) async throws -> Value {
        let log = RequestLog()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [tls, reply] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(FakeExchange(log: log, reply: reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Value
        do {
            result = try await body(FakeDesk(port: channel.localAddress?.port ?? 0, log: log))
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
        return result
    }
}

/// An HTTP server in the test's own process, and what it was asked.
struct FakeDesk: Sendable {
    let port: Int
    fileprivate let log: RequestLog

    var address: String { "http://127.0.0.1:\(port)" }
    var requests: [FakeRequest] { log.requests.withLock { $0 } }
    var lines: [String] { requests.map(\.line) }
}

private final class RequestLog: Sendable {
    let requests = Mutex<[FakeRequest]>([])

    func add(_ head: HTTPRequestHead, _ body: String) -> FakeRequest {
        requests.withLock { requests in
            let request = FakeRequest(
                method: head.method.rawValue,
                target: head.uri,
                headers: head.headers,
                body: body,
                index: requests.count
            )
            requests.append(request)
            return request
        }
    }
}

private final class FakeExchange: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: RequestLog
    private let reply: @Sendable (FakeRequest) -> FakeReply
    private var head: HTTPRequestHead?
    private var body = ""

    init(log: RequestLog, reply: @escaping @Sendable (FakeRequest) -> FakeReply) {
        self.log = log
        self.reply = reply
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ""
        case .body(let buffer):
            body += String(buffer: buffer)
        case .end:
            guard let head else { return }
            answer(reply(log.add(head, body)), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ reply: FakeReply, _ context: ChannelHandlerContext) {
        switch reply {
        case .silence: break
        case .hangUp: context.close(promise: nil)
        case .stall:
            write(200, ["Content-Length": "1000", "ETag": "\"1\""], context)
            write(ByteBuffer(string: "{"), context)
            context.flush()
        case .stream(let first, let silence, let second):
            write(200, ["Content-Type": "text/event-stream"], context)
            write(ByteBuffer(string: first), context)
            context.flush()
            context.eventLoop.assumeIsolated().scheduleTask(in: silence) {
                if second.isEmpty { return context.close(promise: nil) }
                self.write(ByteBuffer(string: second), context)
                context.flush()
            }
        case .answer(let status, let body, let headers):
            var headers = headers
            if headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
            if status != 204 { headers["Content-Length"] = "\(body.utf8.count)" }
            write(status, headers, context)
            if status != 204 { write(ByteBuffer(string: body), context) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    private func write(_ status: Int, _ headers: [String: String], _ context: ChannelHandlerContext)
    {
        let head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: status),
            headers: HTTPHeaders(headers.map { ($0.key, $0.value) })
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func write(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }
}
