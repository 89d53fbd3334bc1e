import MailProtocols

/// A client's side of a conversation, and everything the session answered to it.
struct LMTPDialogue {
    static let mailboxes: Set<String> = [
        "support@example.org", "second@example.org", "postmaster", "å@example.org",
        "\"a b\"@example.org", "support@[IPv6:2001:db8::1]",
    ]

    private(set) var session: LMTPSession
    private(set) var transcript: [String] = []
    private(set) var messages: [[UInt8]] = []
    private(set) var envelopes: [LMTPEnvelope] = []

    /// What is answered to every delivery, for each recipient.
    var verdict = LMTPReply.accepted

    init(limits: LMTPLimits = LMTPLimits()) {
        session = LMTPSession(serverName: "desk.example.org", limits: limits) { mailbox in
            Self.mailboxes.contains(mailbox)
        }
        note([.reply(session.greeting())])
    }

    /// A dialogue that is past its greeting, its transcript empty.
    static func greeted(limits: LMTPLimits = LMTPLimits()) -> LMTPDialogue {
        var dialogue = LMTPDialogue(limits: limits)
        dialogue.say("LHLO mx.example.org")
        dialogue.transcript = []
        return dialogue
    }

    /// Sends lines, each with CRLF.
    mutating func say(_ lines: String...) {
        for line in lines { send(Array("\(line)\r\n".utf8)) }
    }

    mutating func send(_ bytes: [UInt8]) { note(session.receive(bytes)) }

    mutating func change(_ body: (inout LMTPSession) -> [LMTPSession.Action]) {
        note(body(&session))
    }

    /// What was answered since the last call.
    mutating func answers() -> [String] {
        defer { transcript = [] }
        return transcript
    }

    /// Puts answers back that were read too early.
    mutating func restore(_ answers: [String]) { transcript = answers + transcript }

    private mutating func note(_ actions: [LMTPSession.Action]) {
        for action in actions {
            switch action {
            case .reply(let reply):
                transcript += String(decoding: reply.bytes, as: UTF8.self)
                    .split(separator: "\r\n").map(String.init)
            case .close:
                transcript.append("(closed)")
            case .deliver(let envelope, let message):
                envelopes.append(envelope)
                messages.append(message)
                let from = envelope.reversePath ?? ""
                transcript.append("(deliver <\(from)> \(envelope.recipients) \(message.count))")
                note(session.delivered(envelope.recipients.map { _ in verdict }))
            }
        }
    }
}
