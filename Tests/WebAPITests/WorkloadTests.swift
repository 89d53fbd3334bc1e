import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import WebAPI

@Suite("The work of the HTTP door")
struct WorkloadTests {
    @Test("has as many places as it is given, and one back for each that is given up")
    func edge() {
        let workload = Workload(requestsMax: 3)
        for _ in 0..<3 { #expect(workload.take()) }
        #expect(!workload.take())
        #expect(!workload.take())
        workload.give()
        #expect(workload.take())
        #expect(!workload.take())
    }

    @Test("leaves a place to others while a body comes in, and takes one back after it")
    func place() throws {
        let workload = Workload(requestsMax: 1)
        #expect(workload.take())
        let place = WorkPlace(workload)
        place.leave()
        place.leave()
        #expect(workload.take(), "leaving twice gives up one place, not two")
        #expect(!workload.take())
        #expect(throws: Problem.overloaded) { try place.retake() }
        place.leave()
        #expect(!workload.take(), "what was never taken back is not given up again")
        workload.give()
        try place.retake()
        #expect(!workload.take())
    }

    @Test("is shared out: one person's fill leaves room for another's")
    func shares() {
        let shares = PersonalShares(requestsMax: 2)
        var held = [shares.take("anna"), shares.take("anna"), shares.take("bengt")]
        #expect(!held.contains { $0 == nil })
        #expect(shares.take("anna") == nil)
        held[0] = nil
        held[0] = shares.take("anna")
        #expect(held[0] != nil)
        #expect(shares.take("anna") == nil)
        held = []
        #expect(shares.take("anna") != nil)
    }

    @Test("gives each transfer its own time, however long the connection has been busy")
    func transfers() {
        var watch = TransferWatch(time: .seconds(30))
        let start = NIODeadline.uptimeNanoseconds(0)
        watch.beginRequest(at: start)
        watch.endRequest()
        watch.put(at: start + .seconds(1))
        watch.send(1_000_000)
        // The time of the first is nearly over.
        watch.beginRequest(at: start + .seconds(29))
        watch.receive(100)
        #expect(watch.look(at: start + .seconds(31)) == .moving)
        #expect(watch.end == start + .seconds(59))
        watch.receive(299_899)
        #expect(watch.look(at: start + .seconds(59)) == .stuck)
        watch.receive(1)
        #expect(watch.look(at: start + .seconds(59)) == .moving)
        // What follows while it is under way takes none of its time.
        watch.put(at: start + .seconds(80))
        #expect(watch.look(at: start + .seconds(89)) == .stuck)
        watch.endRequest()
        #expect(watch.look(at: start + .seconds(89)) == .stuck, "nobody takes the answer")
        watch.put(at: start + .seconds(89))
        watch.send(299_999)
        #expect(watch.look(at: start + .seconds(89)) == .stuck)
        watch.send(1)
        #expect(watch.look(at: start + .seconds(89)) == .idle, "the desk has written no more yet")
        // Its time begins when there is something to take.
        watch.put(at: start + .seconds(200))
        #expect(watch.look(at: start + .seconds(229)) == .moving)
        #expect(watch.look(at: start + .seconds(230)) == .stuck)
    }

    /// A socket that writes when it is told to, one piece at a time.
    private final class Reader: ChannelOutboundHandler {
        typealias OutboundIn = HTTPResponsePart
        var untaken: [(part: HTTPResponsePart, promise: EventLoopPromise<Void>?)] = []

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            untaken.append((unwrapOutboundIn(data), promise))
        }

        /// Takes the first piece that waits; its octets, nil for what is no part of a body.
        func take() -> Int? {
            let (part, promise) = untaken.removeFirst()
            promise?.succeed()
            guard case .body(let octets) = part else { return nil }
            return octets.readableBytes
        }
    }

    /// A connection of which 10 000 octets must be taken in each second.
    private static func connection(
        _ connections: ConnectionCount = ConnectionCount(max: 1)
    ) throws -> (EmbeddedChannel, Reader) {
        let reader = Reader()
        let bounds = ConnectionBounds(connections, transferTime: .seconds(1))
        let channel = EmbeddedChannel(handlers: [reader, bounds])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return (channel, reader)
    }

    @Test("counts what a reader takes piece by piece, also of one that was written whole")
    func pieces() throws {
        let (channel, reader) = try Self.connection()
        let whole = ByteBuffer(repeating: 0, count: 35_000)
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        let sent = channel.write(HTTPResponsePart.body(whole))
        channel.write(HTTPResponsePart.end(nil), promise: nil)
        #expect(reader.take() == nil)
        for _ in 0..<3 {
            #expect(reader.take() == 10_000)
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            #expect(channel.isActive)
        }
        #expect(reader.take() == 5_000)
        try sent.wait()
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(999))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive, "the end of the answer was not taken")
    }

    @Test("lets an answer stay open of which nothing waits to be taken")
    func openAnswer() throws {
        let (channel, reader) = try Self.connection()
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        for _ in 0..<3 {
            channel.write(HTTPResponsePart.body(ByteBuffer(string: "event")), promise: nil)
            while !reader.untaken.isEmpty { _ = reader.take() }
            channel.embeddedEventLoop.advanceTime(by: .seconds(100))
            #expect(channel.isActive)
        }
        channel.write(HTTPResponsePart.body(ByteBuffer(string: "event")), promise: nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test("counts a connection until it ends, and turns one too many away after its request")
    func oneTooMany() throws {
        let connections = ConnectionCount(max: 1)
        let (first, _) = try Self.connection(connections)
        let (second, reader) = try Self.connection(connections)
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/healthz")
        try second.writeInbound(HTTPRequestPart.head(head))
        #expect(reader.untaken.isEmpty)
        try second.writeInbound(HTTPRequestPart.end(nil))
        guard case .head(let answer)? = reader.untaken.first?.part else {
            Issue.record("there is no answer")
            return
        }
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headerFields[.connection] == "close")
        while !reader.untaken.isEmpty { _ = reader.take() }
        #expect(!second.isActive)
        second.embeddedEventLoop.run()
        try first.close().wait()
        first.embeddedEventLoop.run()
        let (third, untold) = try Self.connection(connections)
        try third.writeInbound(HTTPRequestPart.head(head))
        try third.writeInbound(HTTPRequestPart.end(nil))
        #expect(untold.untaken.isEmpty)
        #expect(try third.readInbound(as: HTTPRequestPart.self) != nil)
    }

    @Test("counts connections up to the last one and no further")
    func connections() {
        let connections = ConnectionCount(max: 2)
        #expect(connections.enter())
        #expect(connections.enter())
        #expect(!connections.enter())
        connections.leave()
        connections.leave()
        #expect(connections.enter())
        #expect(!connections.enter())
    }
}
