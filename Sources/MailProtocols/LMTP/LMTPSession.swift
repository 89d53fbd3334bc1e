/// One LMTP conversation as a value: octets in, actions out, no socket (RFC 2033).
///
/// Pipelined commands are answered in order (RFC 2920). After ``Action/deliver(_:message:)`` the
/// session pauses until ``delivered(_:)``: what arrives meanwhile is kept up to a bound, so the
/// connection's owner had better stop reading until then.
public struct LMTPSession: Sendable {
    /// What the connection's owner has to do, in order.
    public enum Action: Sendable, Equatable {
        /// Send these octets; replies in a row may share one write.
        case reply(LMTPReply)

        /// Put the message on disk, then call ``LMTPSession/delivered(_:)``.
        case deliver(LMTPEnvelope, message: [UInt8])

        /// Close the connection once everything before is sent.
        case close
    }

    enum Phase {
        case commands
        case message
        case delivering
        case closed
    }

    let serverName: String
    let limits: LMTPLimits
    let acceptsRecipient: @Sendable (String) -> Bool
    var phase = Phase.commands
    var isGreeted = false
    var transaction: LMTPEnvelope?
    var reader: LMTPMessageReader
    var isClosing = false
    private var input: [UInt8] = []
    private var isFlooded = false
    private var isDroppingLine = false
    private var errorsCount = 0

    /// A session in its first state; nothing is sent before ``greeting()``.
    ///
    /// - Parameters:
    ///   - serverName: our fully qualified name, as the greeting says it.
    ///   - limits: what one client may ask.
    ///   - acceptsRecipient: true for a mailbox of ours; it sees the address without its route, or
    ///     `postmaster` alone (RFC 5321 §4.5.1), and must be quick.
    public init(
        serverName: String,
        limits: LMTPLimits = LMTPLimits(),
        acceptsRecipient: @escaping @Sendable (String) -> Bool
    ) {
        precondition(!serverName.isEmpty, "RFC 5321 §4.2: the greeting carries our name")
        self.serverName = serverName
        self.limits = limits
        self.acceptsRecipient = acceptsRecipient
        reader = LMTPMessageReader(limits: limits)
    }

    /// Octets held of this client's input, for the house's budget of memory.
    public var bufferedBytes: Int { input.count + reader.bufferedBytes }

    /// True between DATA and the end of the message.
    public var isReceivingMessage: Bool { phase == .message }

    /// The first line, sent before the client says anything.
    public mutating func greeting() -> LMTPReply {
        LMTPReply(code: 220, enhanced: nil, text: "\(serverName) LMTP ready")
    }

    /// Takes what the client sent.
    ///
    /// - Returns: what to do, in order; empty when a line is not complete yet.
    public mutating func receive(_ bytes: UnsafeRawBufferPointer) -> [Action] {
        switch phase {
        case .closed:
            return []
        case .delivering:
            keep(bytes[...])
            return []
        case .commands, .message:
            input.append(contentsOf: bytes)
            return proceed()
        }
    }

    /// Takes what the client sent.
    ///
    /// - Returns: what to do, in order; empty when a line is not complete yet.
    public mutating func receive(_ bytes: [UInt8]) -> [Action] {
        bytes.withUnsafeBytes { receive($0) }
    }

    /// Answers for each accepted recipient, in the order they were named (RFC 2033 §4.2).
    ///
    /// - Parameter verdicts: one a recipient of the envelope.
    /// - Returns: the answers, and what follows from input that the client sent meanwhile.
    public mutating func delivered(_ verdicts: [LMTPReply]) -> [Action] {
        precondition(phase == .delivering, "no delivery is open")
        precondition(verdicts.count == transaction?.recipients.count, "one verdict per recipient")
        var actions = verdicts.map(Action.reply)
        transaction = nil
        phase = .commands
        endIfAsked(&actions)
        return actions + proceed()
    }

    /// Ends the conversation because nothing came for too long.
    ///
    /// While a message is being delivered it is we who are slow, so nothing happens then.
    public mutating func idleTimeout() -> [Action] {
        guard phase == .commands || phase == .message else { return [] }
        return end(with: .idleTooLong)
    }

    /// Ends the conversation because the service goes down.
    ///
    /// A message that is being received or delivered is finished and answered first; the owner may
    /// cut a client that is too slow for that.
    public mutating func shutdown() -> [Action] {
        switch phase {
        case .closed: return []
        case .commands: return end(with: .shuttingDown)
        case .message, .delivering:
            isClosing = true
            return []
        }
    }

    /// Says that no memory is left for the message that is being received.
    ///
    /// The rest of it is read and dropped, and each recipient is answered 452 4.3.1.
    public mutating func overBudget() {
        guard phase == .message else { return }
        reader.fail(.overBudget)
    }
}

extension LMTPSession {
    /// Works through the kept input until it ends or a delivery begins.
    private mutating func proceed() -> [Action] {
        var actions: [Action] = []
        var waiting: [UInt8] = []
        swap(&waiting, &input)
        waiting.withUnsafeBytes { raw in
            var position = 0
            while position < raw.count {
                guard let used = step(raw, from: position, &actions) else { break }
                position += used
            }
            keep(raw[position...])
        }
        return actions
    }

    /// Takes one command, or what there is of a message.
    ///
    /// - Returns: how many octets were used; nil when more must come first.
    private mutating func step(
        _ raw: UnsafeRawBufferPointer,
        from position: Int,
        _ actions: inout [Action]
    ) -> Int? {
        let rest = UnsafeRawBufferPointer(rebasing: raw[position...])
        switch phase {
        case .commands:
            return takeCommand(rest, &actions)
        case .message:
            let (usedBytes, isComplete) = reader.read(rest)
            if isComplete { endOfMessage(&actions) }
            return usedBytes
        case .delivering:
            return nil
        case .closed:
            return rest.count
        }
    }

    private mutating func keep(_ rest: Slice<UnsafeRawBufferPointer>) {
        let isTooMuch = input.count + rest.count > limits.pipelinedBytesMax
        guard phase != .delivering || !(isFlooded || isTooMuch) else {
            isFlooded = true
            input = []
            return
        }
        input.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest))
    }

    private mutating func takeCommand(
        _ rest: UnsafeRawBufferPointer,
        _ actions: inout [Action]
    ) -> Int? {
        guard let lineFeed = rest.firstIndex(of: Octet.lineFeed) else {
            guard isDroppingLine || rest.count >= limits.commandLineBytesMax else { return nil }
            isDroppingLine = true
            return rest.count
        }
        let usedBytes = lineFeed + 1
        do throws(LMTPRefusal) {
            guard !isDroppingLine, usedBytes <= limits.commandLineBytesMax else {
                isDroppingLine = false
                throw .malformed("line too long")
            }
            guard lineFeed > 0, rest[lineFeed - 1] == Octet.carriageReturn else {
                // What follows may be text that somebody smuggled into an address, so the client
                // has to begin anew.
                isGreeted = false
                transaction = nil
                throw .malformed("bare LF: a line ends in CRLF")
            }
            let command = try LMTPCommand.parse(Array(rest[..<(lineFeed - 1)]))
            try obey(command, &actions)
        } catch {
            countError(error.reply, &actions)
        }
        return usedBytes
    }

    private mutating func countError(_ reply: LMTPReply, _ actions: inout [Action]) {
        errorsCount += 1
        guard errorsCount > limits.errorsMax else {
            actions.append(.reply(reply))
            return
        }
        let farewell = LMTPReply(code: 421, enhanced: "4.7.0", text: "too many errors")
        actions += end(with: farewell)
    }

    /// Ends after a delivery what could not end during it.
    mutating func endIfAsked(_ actions: inout [Action]) {
        if isFlooded {
            let text = "too much sent without waiting for an answer"
            actions += end(with: LMTPReply(code: 421, enhanced: "4.7.0", text: text))
        } else if isClosing {
            actions += end(with: .shuttingDown)
        }
    }

    mutating func end(with farewell: LMTPReply) -> [Action] {
        phase = .closed
        input = []
        transaction = nil
        reader = LMTPMessageReader(limits: limits)
        return [.reply(farewell), .close]
    }
}
