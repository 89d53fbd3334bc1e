import Cryptography
public import Foundation

/// All that is kept of a citizen (registerutdrag).
///
/// Source: GDPR art. 15.
public struct RegisterExtract: Sendable, Codable, Equatable {
    /// Their own tickets.
    public var tickets: [TicketFile]
    /// What is kept beside these; nil where that is nothing.
    public var elsewhere: Elsewhere?

    /// What is kept of a citizen outside of their own tickets, each oldest first.
    ///
    /// As JSON as ``TicketFile`` is. Members are added, never renamed.
    public struct Elsewhere: Sendable, Codable, Equatable {
        /// What they wrote on others' tickets.
        public var messages: [Part] = []
        /// Calls from and to their number.
        public var calls: [TicketFile.TelephoneCall] = []
        /// Calls that they are, or were, owed.
        public var callBacks: [TicketFile.OwedCall] = []
        /// Mails of theirs that wait for staff to decide on.
        public var heldMails: [Held] = []
        /// Where their address stands on others' tickets, and that mail to them came back; nil where
        /// it does not.
        public var addresses: [Address]?

        /// Nothing yet.
        public init() {}
    }

    /// A thing that was shown: the ticket it hangs on, and its id.
    typealias Shown = (ticket: TicketNumber?, details: [String: String])

    /// A mail on somebody else's ticket.
    public struct Part: Sendable, Codable, Equatable {
        /// The ticket's number.
        public var ticket: Int64
        /// What it says.
        public var message: TicketFile.Contribution
        /// As it came.
        public var mail: TicketFile.Mail
    }

    /// A place that names the person's address.
    public struct Address: Sendable, Codable, Equatable {
        /// ``AddressMention/Kind`` in its own word.
        public var kind: String
        /// The ticket's number.
        public var ticket: Int64?
        /// The mail that went to them too.
        public var message: String?
        /// What was reported when mail came back.
        public var refusal: String?
        /// When that was.
        public var at: Date?
    }

    /// A mail that was held back.
    public struct Held: Sendable, Codable, Equatable {
        /// Its id.
        public var id: String
        /// When it came.
        public var at: Date
        /// ``HoldReason`` in its own word.
        public var reason: String
        /// The ticket that it says to belong to.
        public var claims: Int64?
        /// The author's address.
        public var sender: String?
        /// The author's name.
        public var name: String?
        /// Its subject.
        public var subject: String
        /// Octets.
        public var size: Int
        /// Of the octets.
        public var sha256: String
    }
}

extension RegisterExtract.Elsewhere {
    /// True where there is nothing.
    public var isEmpty: Bool { self == Self() }

    /// How much there is.
    public var count: Int {
        messages.count + calls.count + callBacks.count + heldMails.count
            + (addresses?.count ?? 0)
    }

    /// The octets of tickets' mails and files that go along.
    public var digests: (mails: [String], files: [String]) {
        (messages.map(\.mail.sha256), messages.flatMap { $0.message.files.map(\.sha256) })
    }

    /// What it shows, as records of reading name it.
    var shown: [RegisterExtract.Shown] {
        func on(_ number: Int64?) -> TicketNumber? { number.map(TicketNumber.init(rawValue:)) }
        var shown: [RegisterExtract.Shown] = []
        shown += messages.map { (on($0.ticket), ["message": $0.message.id]) }
        shown += calls.map { (on($0.ticket), ["call": $0.id]) }
        shown += callBacks.map { (on($0.ticket), ["call_back": $0.id]) }
        shown += heldMails.map { (on($0.claims), ["mail": $0.id]) }
        shown += (addresses ?? []).map { (on($0.ticket), ["address": $0.kind]) }
        return shown
    }
}

extension Records {
    /// What is kept of a person outside of their own tickets.
    ///
    /// - Parameters:
    ///   - person: whom; somebody.
    ///   - own: their own tickets, whose files say what hangs on them.
    ///   - limit: more of what is shown is refused.
    ///   - isShown: what hangs on tickets for which it is false is left out.
    /// - Returns: all of it.
    /// - Throws: ``DeskError/overLimit(name:limit:)`` past the limit.
    public func elsewhere(
        of person: Person,
        besides own: [TicketNumber],
        limit: Int = .max,
        where isShown: @escaping @Sendable (Ticket) -> Bool = { _ in true }
    ) async throws(DeskError) -> RegisterExtract.Elsewhere {
        precondition(!person.isNobody, "checked by the caller")
        let own = Set(own)
        let (messages, traces, mentions) = try await store.read { reading throws(DeskError) in
            (
                try reading.messages(of: person, besides: own, where: isShown),
                try reading.traces(of: person, besides: own, where: isShown),
                try reading.mentions(of: person, besides: own, where: isShown)
            )
        }
        guard messages.count + traces.count + mentions.count <= limit else {
            throw .overLimit(name: "register-extract-parts", limit: limit)
        }
        var found = RegisterExtract.Elsewhere()
        if !mentions.isEmpty { found.addresses = mentions.map(RegisterExtract.Address.init) }
        // One by one: a mail may be large.
        for message in messages {
            let part = try await store.read { reading throws(DeskError) in
                try reading.part(message, where: isShown)
            }
            if let part { found.messages.append(part) }
        }
        for trace in traces.sorted(by: { $0.id < $1.id }) {
            found = try await store.read { [found] reading throws(DeskError) in
                var found = found
                try reading.add(trace, to: &found, where: isShown)
                return found
            }
        }
        return found
    }

    /// The octets of a held mail.
    public func octets(ofHeld id: UUIDv7) async throws(DeskError) -> [UInt8] {
        try await store.read { reading throws(DeskError) in
            try reading.rawMail(ofHeld: id).bytes
        }
    }
}

extension DeskReading {
    fileprivate func messages(
        of person: Person,
        besides own: Set<TicketNumber>,
        where isShown: (Ticket) -> Bool
    ) throws(DeskError) -> [UUIDv7] {
        guard let email = person.email else { return [] }
        var shown: [UUIDv7] = []
        for (message, number) in try messagesElsewhere(of: email, limit: Int(Int32.max))
        where !own.contains(number) {
            if isShown(try ticket(number)) { shown.append(message) }
        }
        return shown
    }

    fileprivate func traces(
        of person: Person,
        besides own: Set<TicketNumber>,
        where isShown: (Ticket) -> Bool
    ) throws(DeskError) -> [PersonTrace] {
        var shown: [PersonTrace] = []
        for trace in try traces(of: person) {
            if let number = trace.ticket {
                // A ticket's file has its calls; a mail that only claims it is in no file.
                if own.contains(number), trace.kind != .heldMail { continue }
                guard isShown(try ticket(number)) else { continue }
            }
            shown.append(trace)
        }
        return shown
    }

    fileprivate func mentions(
        of person: Person,
        besides own: Set<TicketNumber>,
        where isShown: (Ticket) -> Bool
    ) throws(DeskError) -> [AddressMention] {
        guard let email = person.email else { return [] }
        var shown: [AddressMention] = []
        for mention in try mentions(of: email) {
            if let number = mention.ticket {
                guard !own.contains(number), isShown(try ticket(number)) else { continue }
            }
            shown.append(mention)
        }
        return shown
    }

    fileprivate func part(
        _ id: UUIDv7,
        where isShown: (Ticket) -> Bool
    ) throws(DeskError) -> RegisterExtract.Part? {
        guard let mail = try mail(of: id), isShown(try ticket(mail.ticket)) else { return nil }
        return RegisterExtract.Part(
            ticket: mail.ticket.rawValue,
            message: TicketFile.Contribution(try message(id)),
            mail: TicketFile.Mail(mail)
        )
    }

    /// What was erased, or let through, since it was found is left out.
    fileprivate func add(
        _ trace: PersonTrace,
        to found: inout RegisterExtract.Elsewhere,
        where isShown: (Ticket) -> Bool
    ) throws(DeskError) {
        if let number = trace.ticket, !isShown(try ticket(number)) { return }
        do throws(DeskError) {
            switch trace.kind {
            case .call:
                guard let call = try call(named: trace.id.description) else { return }
                found.calls.append(TicketFile.TelephoneCall(call))
            case .callBack:
                found.callBacks.append(TicketFile.OwedCall(try callBack(trace.id)))
            case .heldMail:
                let raw = try rawMail(ofHeld: trace.id)
                found.heldMails.append(RegisterExtract.Held(try heldMail(trace.id), raw))
            }
        } catch .notFound {
            return
        }
    }
}

extension RegisterExtract.Address {
    fileprivate init(_ mention: AddressMention) {
        self.init(
            kind: mention.kind.rawValue,
            ticket: mention.ticket?.rawValue,
            message: mention.message?.description,
            refusal: mention.refusal,
            at: mention.at
        )
    }
}

extension RegisterExtract.Held {
    fileprivate init(_ mail: HeldMail, _ raw: RawMail) {
        self.init(
            id: mail.id.description,
            at: mail.receivedAt,
            reason: mail.reason.rawValue,
            claims: mail.claims?.rawValue,
            sender: mail.sender,
            name: mail.senderName,
            subject: mail.subject,
            size: mail.size,
            sha256: Digest(of: raw.bytes).hexadecimal
        )
    }
}
