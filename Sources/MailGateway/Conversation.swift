import MailProtocols
import NIOCore
import ServiceLifecycle

/// One client's connection: carries octets between socket and session, and messages to the intake.
struct Conversation {
    private let door: LMTPDoor
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var session: LMTPSession
    private var heldBytes = 0
    private var lastHeard = ContinuousClock.now
    /// When the client last brought a command or a message to its end.
    private var lastEnded = ContinuousClock.now
    private let idleTime: Duration
    private let messageTime: Duration

    init(door: LMTPDoor, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
        self.door = door
        self.outbound = outbound
        // A little less than the timer, which must not find that it came a moment too soon.
        idleTime = .nanoseconds(door.settings.idleTime.nanoseconds) * 0.9
        messageTime = .nanoseconds(door.settings.messageTime.nanoseconds)
        let address = door.settings.address
        session = LMTPSession(
            serverName: address.domain,
            limits: door.settings.limits
        ) { recipient in
            // RFC 5321 §4.5.1: postmaster is always there, and here it is the desk.
            recipient.lowercased() == "postmaster" || address.read(recipient) != .foreign
        }
    }

    mutating func run(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws {
        try await send([session.greeting()])
        // A buffer without octets comes when the house shuts down, and then a message that is on its
        // way in is finished and answered first; or when nothing was heard for too long.
        for try await buffer in inbound {
            if buffer.readableBytes == 0, !Task.isShuttingDownGracefully {
                // What was reported while we were the slow ones is no silence of the client.
                guard lastHeard.duration(to: .now) >= idleTime else { continue }
                guard try await act(on: session.idleTimeout()) else { return }
                continue
            }
            let actions = buffer.withUnsafeReadableBytes { session.receive($0) }
            guard try await act(on: actions) else { return }
            lastHeard = .now
            if !actions.isEmpty { lastEnded = lastHeard }
            // One who drips octets is never silent and would hold the place for ever.
            if isTooSlow {
                guard try await act(on: session.idleTimeout()) else { return }
            }
            chargeMemory()
            guard Task.isShuttingDownGracefully else { continue }
            guard try await act(on: session.shutdown()) else { return }
        }
    }

    private var isTooSlow: Bool {
        lastEnded.duration(to: lastHeard) >= (session.isReceivingMessage ? messageTime : idleTime)
    }

    mutating func releaseMemory() {
        _ = door.budget.move(from: heldBytes, to: 0)
        heldBytes = 0
    }

    /// Does what the session wants; false when the conversation is over.
    private mutating func act(on first: [LMTPSession.Action]) async throws -> Bool {
        var actions = first
        var replies: [LMTPReply] = []
        while !actions.isEmpty {
            let wanted = actions
            actions = []
            for action in wanted {
                switch action {
                case .reply(let reply):
                    door.meters.reply(reply)
                    replies.append(reply)
                case .deliver(let envelope, let message):
                    try await send(replies)
                    replies = []
                    let verdicts = await door.intake.take(message, for: envelope)
                    actions = session.delivered(verdicts)
                case .close:
                    try await send(replies)
                    return false
                }
            }
        }
        try await send(replies)
        return true
    }

    private mutating func chargeMemory() {
        let wanted = session.bufferedBytes
        if door.budget.move(from: heldBytes, to: wanted) {
            heldBytes = wanted
        } else {
            session.overBudget()
            releaseMemory()
        }
    }

    /// Replies that belong together go in one write (RFC 2920).
    private func send(_ replies: [LMTPReply]) async throws {
        guard !replies.isEmpty else { return }
        try await outbound.write(ByteBuffer(bytes: replies.flatMap(\.bytes)))
    }
}
