import NIOCore
import NIOPosix

/// Hands mail to an LMTP door, ours or another's (RFC 2033).
///
/// The demo and the suites bring their mail in through it, so that nothing gets in by a way that
/// citizens' mail does not take.
public struct LMTPClient {
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var received = ByteBuffer()

    /// What a server said.
    public struct Reply: Sendable, Equatable {
        /// The three digits.
        public var code: Int
        /// The last line's text.
        public var text: String

        /// True for 2yz.
        public var isPositive: Bool { code / 100 == 2 }
    }

    /// The server said something that makes it useless to go on.
    public struct Refusal: Error, Sendable, Equatable {
        /// What it said; nil when it hung up.
        public var reply: Reply?

        /// Takes what it said.
        public init(reply: Reply?) { self.reply = reply }
    }

    /// Connects, greets, lets `body` deliver, and says good-bye.
    public static func connected<Value: Sendable>(
        to listen: LMTPDoor.Listen,
        _ body: (inout LMTPClient) async throws -> Value
    ) async throws -> Value {
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        let prepare: @Sendable (any Channel) -> EventLoopFuture<Connection> = { channel in
            channel.eventLoop.makeCompletedFuture {
                try Connection(wrappingChannelSynchronously: channel)
            }
        }
        let connection =
            switch listen {
            case .tcp(let host, let port):
                try await bootstrap.connect(host: host, port: port, channelInitializer: prepare)
            case .unix(let path):
                try await bootstrap.connect(
                    unixDomainSocketPath: path,
                    channelInitializer: prepare
                )
            }
        return try await connection.executeThenClose { inbound, outbound in
            var client = LMTPClient(outbound: outbound, inbound: inbound.makeAsyncIterator())
            try await client.expect(220)
            try await client.say("LHLO localhost", expecting: 250)
            let value = try await body(&client)
            try await client.say("QUIT", expecting: 221)
            return value
        }
    }

    /// Delivers one message; one reply for each recipient that was accepted.
    ///
    /// `message` has CRLF line ends. Throws ``Refusal`` when sender, recipient or message were
    /// refused as a whole.
    public mutating func deliver(
        _ message: [UInt8],
        from sender: String,
        to recipients: [String]
    ) async throws -> [Reply] {
        try await say("MAIL FROM:<\(sender)>", expecting: 250)
        for recipient in recipients { try await say("RCPT TO:<\(recipient)>", expecting: 250) }
        try await say("DATA", expecting: 354)
        try await outbound.write(ByteBuffer(bytes: Self.stuffed(message)))
        var replies: [Reply] = []
        for _ in recipients { replies.append(try await reply()) }
        return replies
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private init(
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) {
        self.outbound = outbound
        self.inbound = inbound
    }

    private mutating func say(_ command: String, expecting code: Int) async throws {
        try await outbound.write(ByteBuffer(string: "\(command)\r\n"))
        try await expect(code)
    }

    private mutating func expect(_ code: Int) async throws {
        let reply = try await reply()
        guard reply.code == code else { throw Refusal(reply: reply) }
    }

    private mutating func reply() async throws -> Reply {
        while true {
            let line = try await line()
            // A hyphen after the code says that more lines follow (RFC 5321 §4.2.1).
            if line.count > 3, line[line.index(line.startIndex, offsetBy: 3)] == "-" { continue }
            guard let code = Int(line.prefix(3)) else { throw Refusal(reply: nil) }
            return Reply(code: code, text: String(line.dropFirst(4)))
        }
    }

    private mutating func line() async throws -> String {
        while true {
            if let end = received.readableBytesView.firstIndex(of: 10) {
                let length = end - received.readerIndex + 1
                let line = received.readString(length: length) ?? ""
                // CRLF is one character to Swift.
                return String(line.dropLast())
            }
            guard var more = try await inbound.next() else { throw Refusal(reply: nil) }
            received.discardReadBytes()
            received.writeBuffer(&more)
        }
    }

    /// The message with its dots doubled and its end marked (RFC 5321 §4.5.2).
    private static func stuffed(_ message: [UInt8]) -> [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(message.count + 64)
        var isLineStart = true
        for byte in message {
            if isLineStart, byte == UInt8(ascii: ".") { stuffed.append(byte) }
            stuffed.append(byte)
            isLineStart = byte == 10
        }
        if !isLineStart { stuffed += [13, 10] }
        return stuffed + [UInt8(ascii: "."), 13, 10]
    }
}
