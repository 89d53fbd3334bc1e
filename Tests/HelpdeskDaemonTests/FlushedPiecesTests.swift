import NIOCore
import NIOEmbedded
import Testing

@testable import HelpdeskDaemon

@Suite("What is written to TLS")
struct FlushedPiecesTests {
    private final class Flushes: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        var count = 0

        func flush(context: ChannelHandlerContext) {
            count += 1
            context.flush()
        }
    }

    @Test("is handed over in pieces, each where somebody asks what became of it")
    func pieces() throws {
        let channel = EmbeddedChannel()
        let flushes = Flushes()
        try channel.pipeline.syncOperations.addHandlers([flushes, FlushedPieces()])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        func write(_ count: Int) throws -> EventLoopFuture<Void> {
            channel.write(ByteBuffer(repeating: 0, count: count))
        }
        let first = try write(16_383)
        #expect(flushes.count == 0)
        // The head of a frame, whose rest must come next.
        channel.write(ByteBuffer(repeating: 0, count: 9), promise: nil)
        #expect(flushes.count == 0)
        let second = try write(1)
        #expect(flushes.count == 1)
        try first.wait()
        try second.wait()
        _ = try write(16_383)
        #expect(flushes.count == 1)
        channel.flush()
        #expect(flushes.count == 2)
        _ = try write(16_383)
        #expect(flushes.count == 2, "it begins anew")
        channel.flush()
        _ = try channel.finish()
    }
}
