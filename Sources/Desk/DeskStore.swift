public import Cryptography
public import Foundation
public import KnowledgeBase

/// The port to the store; synchronous inside, so that nothing can suspend, interleave or deadlock.
public protocol DeskStore: Sendable {
    /// Runs `body` over one consistent picture of the store.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value

    /// The same for a body that only finds a few rows by their keys, which a store may do at once
    /// on the caller's thread.
    func look<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value

    /// Runs `body` in one transaction and returns when it is on disk; it may run again after a
    /// conflict.
    ///
    /// `body` cannot `await` and must not act on the world: effects are rows in the outbox.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value
}

extension DeskStore {
    /// Reads like any other body.
    public func look<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        try await read(body)
    }
}

/// Something that whoever remembers what the store said must know.
public enum StoreChange: Sendable, Equatable {
    /// A session ended, whichever daemon was told so.
    case sessionEnded(Digest)
    /// There is new evidence, or some was taken back.
    case evidenceChanged
    /// The log of events goes on.
    case eventsSealed
    /// Anything may have changed.
    case unknown
}

/// Octets made ready to be kept.
public struct PackedOctets: Sendable {
    /// Of the octets as they came.
    public let digest: Digest
    /// How many they are as they came.
    public let size: Int
    /// As the store lays them down.
    public let bytes: [UInt8]
    /// The store's own number for how that is done.
    public let codec: Int64

    /// Names every member.
    public init(digest: Digest, size: Int, bytes: [UInt8], codec: Int64) {
        self.digest = digest
        self.size = size
        self.bytes = bytes
        self.codec = codec
    }
}

/// What can be looked up.
public protocol DeskReading: AccessReading, CooperationReading, EventReading,
    FirstContactReading, LetterReading, ServiceRequestReading,
    ReportReading,
    IncidentReading, ArrivalReading, WebhookReading
{
    /// - Throws: ``DeskError/notFound``.
    func ticket(_ number: TicketNumber) throws(DeskError) -> Ticket
    /// At most `query.limit` tickets, newest first, and where the list goes on.
    func tickets(_ query: TicketQuery) throws(DeskError) -> TicketPage
    /// The queues in which there are tickets, in order, at most `limit`.
    func queues(limit: Int) throws(DeskError) -> [String]
    /// At most `limit` messages written after `after`, oldest first.
    func messages(
        of ticket: TicketNumber,
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Message]
    /// The newest message; nil when there is none, or no such ticket.
    func newestMessage(of ticket: TicketNumber) throws(DeskError) -> UUIDv7?
    /// The citizen's newest message, which a reply answers.
    func lastInboundThread(of ticket: TicketNumber) throws(DeskError) -> MailThread?
    /// At most `limit` entries after `after`, oldest first.
    func history(
        of ticket: TicketNumber,
        after: Int64?,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry]
    /// The first `limit` entries of these kinds, oldest first.
    func history(
        of ticket: TicketNumber,
        onlyOf kinds: [TicketEvent.Kind],
        limit: Int
    ) throws(DeskError) -> [HistoryEntry]
    /// The ticket that a mail with this Message-ID from outside belongs to.
    func ticket(ofMailFromOutside messageID: String) throws(DeskError) -> TicketNumber?
    /// A mail that was taken in before.
    func mail(_ identity: Digest) throws(DeskError) -> MailRecord?
    /// The mail that became a message; nil when that was no mail.
    func mail(of message: UUIDv7) throws(DeskError) -> MailRecord?
    /// A file and the ticket it belongs to.
    func attachment(
        _ id: UUIDv7
    ) throws(DeskError) -> (attachment: Attachment, ticket: TicketNumber)
    /// Octets kept under their digest.
    func bytes(_ digest: Digest) throws(DeskError) -> [UInt8]
    /// Makes octets ready to be kept: large ones take long, and had better not in a transaction.
    func packed(_ bytes: [UInt8]) -> PackedOctets
    /// - Throws: ``DeskError/notFound``.
    func handoff(_ id: UUIDv7) throws(DeskError) -> Handoff
    /// At most `query.limit` hand-offs, newest first, whoever may see them.
    func handoffs(_ query: HandoffQuery) throws(DeskError) -> [Handoff]
    /// At most `limit` hand-offs of these tickets after one of them, oldest first.
    func handoffs(
        ofAny tickets: [TicketNumber],
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Handoff]
    /// True when a ticket of this address, or without one of this telephone number
    /// (``TelephoneKey``), is or was until it was erased of a person with protected identity.
    func isProtected(_ citizen: Citizen) throws(DeskError) -> Bool
    /// True when the ticket must not be erased.
    func isHeld(_ ticket: TicketNumber) throws(DeskError) -> Bool
    /// The numbers of a person's tickets after one, in order.
    func tickets(
        of person: Person,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [TicketNumber]
    /// Tickets that were resolved in a span of time and hold what was not erased, in order.
    func tickets(
        resolvedIn span: Range<Date>,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [TicketNumber]
    /// Tickets that hold what was not erased yet, those resolved first before the others.
    func aged(_ query: AgedQuery) throws(DeskError) -> [AgedTicket]
    /// Mails from an address on tickets of others.
    func messagesElsewhere(
        of email: String,
        limit: Int
    ) throws(DeskError) -> [(UUIDv7, TicketNumber)]
    /// Where an address stands beside the tickets of its own.
    func mentions(of email: String) throws(DeskError) -> [AddressMention]
    /// Calls, call-backs and held mails of a person.
    func traces(of person: Person) throws(DeskError) -> [PersonTrace]
    /// Calls and call-backs on erased tickets, and call-backs on none whose call was erased, that are
    /// over or began before a moment; at most `limit` of each.
    func leftTraces(begunBefore moment: Date, limit: Int) throws(DeskError) -> [PersonTrace]
    /// Calls and call-backs that are not over, on a ticket or by its number on none, or on one that is
    /// erased.
    func unfinishedTraces(of ticket: Ticket) throws(DeskError) -> [PersonTrace]
    /// Calls and call-backs that are over, began before a moment and hang on no ticket; at most `limit`
    /// of either.
    func agedCalls(begunBefore moment: Date, limit: Int) throws(DeskError) -> [PersonTrace]
    /// How many of these there are.
    func countAgedCalls(begunBefore moment: Date) throws(DeskError) -> Int
    /// Everything about a ticket.
    func file(of ticket: TicketNumber) throws(DeskError) -> TicketFile
    /// Who saw what.
    func reads(_ query: ReadQuery) throws(DeskError) -> [ReadEntry]
    /// At most `limit` calls, newest first.
    func calls(_ query: CallQuery) throws(DeskError) -> [Call]
    /// The calls in this state that a clerk has, newest first, at most ``DeskSettings/pageMax``.
    func calls(_ state: Call.State, of clerk: String) throws(DeskError) -> [Call]
    /// True when a call of this number (``TelephoneKey``) was answered after that moment.
    func hasCall(ofTelephone key: String, answeredAfter moment: Date) throws(DeskError) -> Bool
    /// Calls of a number that ended since then and that nobody answered, oldest first.
    func calls(
        ofTelephone key: String,
        abandonedSince moment: Date
    ) throws(DeskError) -> [Call]
    /// The call with this id, or with this id of the telephone system's.
    func call(named name: String) throws(DeskError) -> Call?
    /// Calls that a daemon's switchboard carries and that have not ended.
    func openCalls(carriedBy carrier: String) throws(DeskError) -> [Call]
    /// Calls that no switchboard carries, that have not ended, and whose external id begins so.
    func openCalls(namedWith prefix: String) throws(DeskError) -> [Call]
    /// What was kept of calls that a daemon's switchboard carries and that have not ended.
    func keptCalls(carriedBy carrier: String) throws(DeskError) -> [UUIDv7: String]
    /// Hand-offs that a daemon's switchboard carries and that have not ended, oldest first.
    func openHandoffs(carriedBy carrier: String) throws(DeskError) -> [Handoff]
    /// How many hand-offs somebody has asked for since then.
    func countHandoffs(requestedBy staff: String, since moment: Date) throws(DeskError) -> Int
    /// At most `limit` tickets whose citizen has this number (``TelephoneKey``), newest first.
    func tickets(ofTelephone key: String, limit: Int) throws(DeskError) -> [Ticket]
    /// Who takes calls, longest on duty first.
    func duty() throws(DeskError) -> [Duty]
    /// - Throws: ``DeskError/notFound``.
    func callBack(_ id: UUIDv7) throws(DeskError) -> CallBack
    /// At most `limit` of those that nobody has made, after one of them, oldest first.
    func openCallBacks(after: UUIDv7?, limit: Int) throws(DeskError) -> [CallBack]
    /// The call that this number is owed already; nil when it is owed none.
    func openCallBack(to number: String) throws(DeskError) -> CallBack?
    /// What came with this key before, and the answer that was given; nil in its place when that was
    /// withdrawn.
    func answer(
        to key: IdempotencyKey
    ) throws(DeskError) -> (request: Digest, answer: StoredAnswer?)?
    /// True when a letter waits that is due and that nobody carries.
    func hasLetter(dueAt moment: Date) throws(DeskError) -> Bool
    /// One letter of the outbox.
    func letter(_ id: UUIDv7) throws(DeskError) -> OutboxEntry?
    /// The letter that carries a reply.
    func letter(carrying message: UUIDv7) throws(DeskError) -> OutboxEntry?
    /// At most `limit` letters that were written on a ticket, newest first.
    func newestLetters(of ticket: TicketNumber, limit: Int) throws(DeskError) -> [OutboxEntry]
    /// True when staff let this address, in lower case, into the ticket.
    func isParty(_ address: String, of ticket: TicketNumber) throws(DeskError) -> Bool
    /// What was reported when mail to this address, in lower case, came back.
    func refusal(of address: String) throws(DeskError) -> (status: String, at: Date)?
    /// How the quarantine stands.
    func quarantineFigures() throws(DeskError) -> QuarantineFigures
    /// At most `query.limit` held mails, newest first.
    func heldMails(_ query: QuarantineQuery) throws(DeskError) -> [HeldMail]
    /// - Throws: ``DeskError/notFound``.
    func heldMail(_ id: UUIDv7) throws(DeskError) -> HeldMail
    /// The octets of a held mail.
    func rawMail(ofHeld id: UUIDv7) throws(DeskError) -> RawMail
    /// How many letters wait at `moment`, and since when.
    func outboxFigures(at moment: Date) throws(DeskError) -> OutboxFigures
    /// The outbox, oldest first.
    func outbox(state: Delivery.State?, limit: Int) throws(DeskError) -> [OutboxEntry]
    /// All that a ticket has taught, oldest first.
    func evidence(of ticket: TicketNumber) throws(DeskError) -> [KeptEvidence]
    /// At most `limit` of what an article was taught before `before`, newest first; nil is what no
    /// article answers.
    func evidence(
        about article: String?,
        before: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [KeptEvidence]
    /// The newest `limit` of all, oldest first.
    func newestEvidence(limit: Int) throws(DeskError) -> [Evidence]
    /// How much each article was taught, by id; what no article answers comes first.
    func evidenceCounts() throws(DeskError) -> [EvidenceCount]
    /// Where the evidence stands.
    func evidenceMark() throws(DeskError) -> EvidenceMark
}

/// What can be changed.
public protocol DeskTransaction: DeskReading, AccessWriting, CooperationWriting,
    LetterWriting, ServiceRequestWriting, FirstContactWriting,
    ReportWriting,
    IncidentWriting, ArrivalWriting, WebhookWriting
{
    /// Stores a new ticket and gives it its number.
    func insert(_ ticket: Ticket) throws(DeskError) -> TicketNumber
    /// Writes the ticket if nobody wrote it since `revision`; it becomes `revision` + 1.
    ///
    /// - Throws: ``DeskError/changedMeanwhile``.
    func save(_ ticket: Ticket, over revision: Int64) throws(DeskError)
    /// Stores a message with its attachments and makes its words findable.
    func insert(_ message: Message, subject: String?) throws(DeskError)
    /// Makes a changed subject findable in the place of what it was.
    func refind(_ ticket: Ticket, formerSubject: String) throws(DeskError)
    /// Makes the name of its citizen findable in the place of what it was, if it is another.
    func refind(_ ticket: Ticket, formerName: String?) throws(DeskError)
    /// Keeps octets under their digest; the same octets are kept once.
    func keep(_ octets: PackedOctets) throws(DeskError)
    func insert(_ mail: MailRecord) throws(DeskError)
    func record(_ event: TicketEvent) throws(DeskError)
    func record(_ read: ReadRecord) throws(DeskError)
    /// Protects a person, or no longer: all tickets of their address and, without an address, of
    /// their telephone number, besides one that is saved by itself.
    ///
    /// Tickets of a number alone stay protected as long as another protected person has it.
    ///
    /// - Returns: those that are another now than they were.
    func setProtected(
        _ isProtected: Bool,
        _ citizen: Citizen,
        besides ticket: TicketNumber
    ) throws(DeskError) -> [TicketNumber]
    /// Takes the person out of a ticket, everywhere.
    func erase(_ ticket: Ticket, at moment: Date) throws(DeskError)
    /// Takes one message out of a ticket, everywhere.
    func erase(_ message: UUIDv7, of ticket: TicketNumber) throws(DeskError)
    /// Takes the person out of a call, or the call-back or held mail away.
    func erase(_ trace: PersonTrace) throws(DeskError)
    /// Takes an address out of where it stands.
    func erase(_ mention: AddressMention, of email: String) throws(DeskError)
    /// Keeps the ticket from being erased; the newest reason counts.
    func hold(_ ticket: TicketNumber, _ hold: Hold) throws(DeskError)
    /// Lets the ticket be erased again.
    func release(_ ticket: TicketNumber) throws(DeskError)
    /// Puts a letter into the outbox.
    func post(_ entry: OutboxEntry) throws(DeskError)
    func insert(_ handoff: Handoff) throws(DeskError)
    func insert(_ call: Call) throws(DeskError)
    func save(_ call: Call) throws(DeskError)
    /// Writes down what must be known to go on with a call; forgotten when it has ended.
    func keep(_ text: String, of call: UUIDv7) throws(DeskError)
    /// Puts somebody on duty, or changes their telephone.
    func save(_ duty: Duty) throws(DeskError)
    func deleteDuty(of staff: String) throws(DeskError)
    func insert(_ callBack: CallBack) throws(DeskError)
    func save(_ callBack: CallBack) throws(DeskError)
    /// Writes the steps a hand-off has taken, and what is wished of it.
    func save(_ handoff: Handoff) throws(DeskError)
    /// Keeps an answer; with the ticket it tells of, it is erased.
    func keep(
        _ answer: StoredAnswer,
        for key: IdempotencyKey,
        of ticket: TicketNumber?
    ) throws(DeskError)
    /// Forgets the answers that tell of a ticket, and keeps that they were given.
    func withdrawAnswers(of ticket: TicketNumber) throws(DeskError)
    /// Takes up to `atMost` letters that are due and nobody carries, until `lease` passes.
    func claimLetters(
        atMost: Int,
        at moment: Date,
        lease: TimeInterval
    ) throws(DeskError) -> [OutboxEntry]
    /// Writes what came of carrying a letter, and frees it; false when the lease is another's now.
    func settle(_ entry: OutboxEntry) throws(DeskError) -> Bool
    func insert(_ evidence: KeptEvidence) throws(DeskError)
    func removeEvidence(_ ids: [UUIDv7]) throws(DeskError)
    /// Removes all that an article was taught, and says how much that was.
    func removeEvidence(about article: String?) throws(DeskError) -> Int
    /// Keeps the newest `countMax` of what an article was taught.
    func trimEvidence(about article: String?, to countMax: Int) throws(DeskError)
    /// Keeps the newest `countMax` of all.
    func trimEvidence(to countMax: Int) throws(DeskError)
    /// Writes how a letter stands, whoever carries it.
    func overwrite(_ entry: OutboxEntry) throws(DeskError)
    /// Puts a mail with its octets and its envelope into quarantine; false when it is there already.
    func insert(
        _ mail: HeldMail,
        _ octets: PackedOctets,
        from reversePath: String?,
        to replyToken: String?,
        under identity: Digest
    ) throws(DeskError) -> Bool
    func deleteHeldMail(_ id: UUIDv7) throws(DeskError)
    /// Lets an address, in lower case, into a ticket.
    func insertParty(_ address: String, of ticket: TicketNumber) throws(DeskError)
    /// Remembers that mail to an address, in lower case, comes back.
    func keepRefusal(
        of address: String,
        status: String,
        at moment: Date
    ) throws(DeskError)
    func forgetRefusal(of address: String) throws(DeskError)
    /// Removes at most `limit` mails that were held before `moment`, and says which it were.
    func sweepQuarantine(before moment: Date, limit: Int) throws(DeskError) -> [HeldMail]
    /// Removes what has served its time: ended sessions, stored answers of the day before
    /// yesterday.
    func sweep(before moment: Date) throws(DeskError)
}
