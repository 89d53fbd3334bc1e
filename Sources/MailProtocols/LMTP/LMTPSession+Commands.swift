extension LMTPSession {
    /// Does what a well-formed command asks, if it is its turn.
    mutating func obey(
        _ command: LMTPCommand,
        _ actions: inout [Action]
    ) throws(LMTPRefusal) {
        switch command {
        case .lhlo: actions.append(.reply(welcome()))
        case .mail(let envelope): actions.append(.reply(try begin(envelope)))
        case .rcpt(let mailbox, let isASCII):
            actions.append(.reply(try add(mailbox, isASCII: isASCII)))
        case .data: actions.append(.reply(try beginMessage()))
        case .rset:
            transaction = nil
            actions.append(.reply(Self.done))
        case .noop: actions.append(.reply(Self.done))
        case .vrfy: actions.append(.reply(Self.cannotVerify))
        case .quit:
            let text = "\(serverName) closing connection"
            actions += end(with: LMTPReply(code: 221, enhanced: "2.0.0", text: text))
        }
    }

    /// Answers the message that just ended: with a delivery, or with its fault for each recipient.
    mutating func endOfMessage(_ actions: inout [Action]) {
        guard let envelope = transaction else { preconditionFailure("DATA needs a transaction") }
        let message = reader.message
        let fault = reader.fault
        reader = LMTPMessageReader(limits: limits)
        guard let fault else {
            phase = .delivering
            actions.append(.deliver(envelope, message: message))
            return
        }
        phase = .commands
        transaction = nil
        actions += envelope.recipients.map { _ in .reply(fault.reply) }
        endIfAsked(&actions)
    }

    private static let done = LMTPReply(code: 250, enhanced: "2.0.0", text: "ok")

    /// RFC 5321 §3.5.3: who is known here is told only to those who have mail for them.
    private static let cannotVerify = LMTPReply(
        code: 252,
        enhanced: "2.5.0",
        text: "cannot verify, but will take a message and try"
    )

    private mutating func welcome() -> LMTPReply {
        isGreeted = true
        transaction = nil
        let extensions = [
            "PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES",
            "SIZE \(limits.messageBytesMax)",
        ]
        return LMTPReply(code: 250, enhanced: nil, lines: [serverName] + extensions)
    }

    private mutating func begin(_ envelope: LMTPEnvelope) throws(LMTPRefusal) -> LMTPReply {
        guard isGreeted else { throw .badSequence("say LHLO first") }
        guard transaction == nil else { throw .badSequence("MAIL was said already") }
        guard (envelope.declaredBytes ?? 0) <= limits.messageBytesMax else { return .tooLarge }
        transaction = envelope
        return LMTPReply(code: 250, enhanced: "2.1.0", text: "sender ok")
    }

    private mutating func add(
        _ mailbox: String,
        isASCII: Bool
    ) throws(LMTPRefusal) -> LMTPReply {
        guard let envelope = transaction else { throw .badSequence("say MAIL first") }
        guard isASCII || envelope.smtpUTF8 else { throw .needsSMTPUTF8 }
        guard envelope.recipients.count < limits.recipientsMax else {
            return LMTPReply(code: 452, enhanced: "4.5.3", text: "too many recipients")
        }
        guard acceptsRecipient(mailbox) else { return .noSuchMailbox }
        transaction?.recipients.append(mailbox)
        return LMTPReply(code: 250, enhanced: "2.1.5", text: "recipient ok")
    }

    /// RFC 2033 §4.2: without an accepted recipient there is no message to come.
    private mutating func beginMessage() throws(LMTPRefusal) -> LMTPReply {
        guard let envelope = transaction else { throw .badSequence("say MAIL first") }
        guard !envelope.recipients.isEmpty else { throw .badSequence("no valid recipients") }
        phase = .message
        return LMTPReply(code: 354, enhanced: nil, text: "end the message with <CRLF>.<CRLF>")
    }
}

extension LMTPMessageReader.Fault {
    /// The answer for each recipient; only a lack of memory may pass.
    var reply: LMTPReply {
        switch self {
        case .bareCarriageReturn:
            LMTPReply(code: 554, enhanced: "5.6.0", text: "bare CR in the message")
        case .bareLineFeed:
            LMTPReply(code: 554, enhanced: "5.6.0", text: "bare LF in the message")
        case .lineTooLong:
            LMTPReply(code: 554, enhanced: "5.6.0", text: "a line of the message is too long")
        case .overBudget: .noRoom
        case .tooLarge: .tooLarge
        }
    }
}
