import NIOCore
import NIOHTTP1
import NIOPosix

/// The load of ``HTTPLoad`` by SwiftNIO: what wrk does not do, and all where it is not installed.
struct HTTPCallers: Sendable {
    let load: HTTPLoad

    func run() async throws -> LoadFigures {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let start = NIODeadline.now()
        let nanoseconds = Int64(load.duration / .nanoseconds(1))
        let end = start + .nanoseconds(nanoseconds)
        var tally = Tally()
        do {
            let callers = (0..<load.connections).map { call($0, on: group, until: end) }
            for caller in callers {
                let one = try await caller.get()
                tally.times += one.times
                tally.failures += one.failures
            }
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
        let elapsed = Duration.nanoseconds((NIODeadline.now() - start).nanoseconds)
        try await group.shutdownGracefully()
        var figures = LoadFigures(Latencies(tally.times), in: elapsed)
        figures.failures = tally.failures
        return figures
    }

    private func call(
        _ place: Int,
        on group: MultiThreadedEventLoopGroup,
        until end: NIODeadline
    ) -> EventLoopFuture<Tally> {
        let done = group.next().makePromise(of: Tally.self)
        let load = load
        ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(HTTPCaller(load, place, until: end, done))
                }
            }
            .connect(host: "127.0.0.1", port: Int(load.port))
            .cascadeFailure(to: done)
        return done.futureResult
    }
}

/// What came of the requests.
struct Tally: Sendable {
    var times: [Duration] = []
    var failures = 0
}

/// One connection: asks, waits for the end of the answer, asks again.
private final class HTTPCaller: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let load: HTTPLoad
    private let end: NIODeadline
    private let done: EventLoopPromise<Tally>
    private let headers: HTTPHeaders
    private var place: Int
    private var tally = Tally()
    private var asked = NIODeadline.now()
    /// From one request of this connection to its next; nil for at once.
    private let pause: TimeAmount?

    init(_ load: HTTPLoad, _ place: Int, until end: NIODeadline, _ done: EventLoopPromise<Tally>) {
        self.load = load
        self.place = place
        self.end = end
        self.done = done
        pause = load.rate.map { .nanoseconds(Int64(1e9 * Double(load.connections) / $0)) }
        var headers = HTTPHeaders([("host", "127.0.0.1")])
        if let token = load.token { headers.add(name: "authorization", value: "Bearer \(token)") }
        if let body = load.body {
            headers.add(name: "content-type", value: "application/json")
            headers.add(name: "content-length", value: "\(body.utf8.count)")
        }
        self.headers = headers
    }

    func channelActive(context: ChannelHandlerContext) {
        guard let pause else { return ask(context) }
        // Spread over the pause, or all would ask in the same moment for ever.
        let share = pause.nanoseconds / Int64(load.connections)
        askLater(context, at: .now() + .nanoseconds(share * Int64(place % load.connections)))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): if head.status.code >= 400 { tally.failures += 1 }
        case .body: break
        case .end:
            let now = NIODeadline.now()
            tally.times.append(.nanoseconds((now - asked).nanoseconds))
            guard now < end else {
                done.succeed(tally)
                context.close(promise: nil)
                return
            }
            guard let pause else { return ask(context) }
            askLater(context, at: asked + pause)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(BenchmarkError.connectionLost)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    private func askLater(_ context: ChannelHandlerContext, at due: NIODeadline) {
        context.eventLoop.assumeIsolated().scheduleTask(deadline: due) {
            self.ask(context)
            self.asked = due
        }
    }

    private func ask(_ context: ChannelHandlerContext) {
        let path = load.paths[place % load.paths.count]
        place += 1
        let head = HTTPRequestHead(
            version: .http1_1,
            method: load.body == nil ? .GET : .POST,
            uri: path,
            headers: headers
        )
        asked = .now()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let body = load.body {
            let octets = context.channel.allocator.buffer(string: body)
            context.write(wrapOutboundOut(.body(.byteBuffer(octets))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
