import Cryptography
import Desk
import Foundation

/// The desk's port, written once over ``SQLSession``: one table, one struct.
struct StoreTransaction: DeskTransaction {
    let session: any SQLSession
    let now: Date

    /// Stored answers are given again for this long (at least a day is promised).
    static let answerLifetime: TimeInterval = 48 * 3_600

    func ticket(_ number: TicketNumber) throws(DeskError) -> Ticket {
        try TicketTable(session: session).find(number)
    }

    func tickets(_ query: TicketQuery) throws(DeskError) -> TicketPage {
        try TicketTable(session: session).list(query, at: now)
    }

    func queues(limit: Int) throws(DeskError) -> [String] {
        try TicketTable(session: session).queues(limit: limit)
    }

    func messages(
        of ticket: TicketNumber,
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Message] {
        try MessageTable(session: session).list(of: ticket, after: after, limit: limit)
    }

    func newestMessage(of ticket: TicketNumber) throws(DeskError) -> UUIDv7? {
        try MessageTable(session: session).newest(of: ticket)
    }

    func lastInboundThread(of ticket: TicketNumber) throws(DeskError) -> MailThread? {
        try MessageTable(session: session).lastInboundThread(of: ticket)
    }

    func history(
        of ticket: TicketNumber,
        after: Int64?,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry] {
        try HistoryTable(session: session).list(of: ticket, after: after, limit: limit)
    }

    func ticket(ofMailFromOutside messageID: String) throws(DeskError) -> TicketNumber? {
        try MessageTable(session: session).ticket(ofMailFromOutside: messageID)
    }

    func mail(_ identity: Digest) throws(DeskError) -> MailRecord? {
        try MailTable(session: session).find(identity)
    }

    func attachment(
        _ id: UUIDv7
    ) throws(DeskError) -> (attachment: Attachment, ticket: TicketNumber) {
        try MessageTable(session: session).attachment(id)
    }

    func bytes(_ digest: Digest) throws(DeskError) -> [UInt8] {
        try MailTable(session: session).bytes(digest)
    }

    func handoff(_ id: UUIDv7) throws(DeskError) -> Handoff {
        try HandoffTable(session: session).find(id)
    }

    func handoffs(
        ofAny tickets: [TicketNumber],
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Handoff] {
        try HandoffTable(session: session).list(of: tickets, after: after, limit: limit)
    }

    func isProtected(_ citizen: Citizen) throws(DeskError) -> Bool {
        try TicketTable(session: session).isProtected(citizen)
    }

    func isHeld(_ ticket: TicketNumber) throws(DeskError) -> Bool {
        try HoldTable(session: session).find(ticket) != nil
    }

    func tickets(
        of person: Person,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [TicketNumber] {
        try PersonTable(session: session).tickets(of: person, after: after, limit: limit)
    }

    func tickets(
        resolvedIn span: Range<Date>,
        after: TicketNumber?,
        limit: Int
    ) throws(DeskError) -> [TicketNumber] {
        try PersonTable(session: session).tickets(resolvedIn: span, after: after, limit: limit)
    }

    func aged(_ query: AgedQuery) throws(DeskError) -> [AgedTicket] {
        try PersonTable(session: session).aged(query)
    }

    func messagesElsewhere(
        of email: String,
        limit: Int
    ) throws(DeskError) -> [(UUIDv7, TicketNumber)] {
        try PersonTable(session: session).messagesElsewhere(of: email, limit: limit)
    }

    func mentions(of email: String) throws(DeskError) -> [AddressMention] {
        try PersonTable(session: session).mentions(of: email)
    }

    func traces(of person: Person) throws(DeskError) -> [PersonTrace] {
        try PersonTable(session: session).traces(of: person)
    }

    func leftTraces(begunBefore moment: Date, limit: Int) throws(DeskError) -> [PersonTrace] {
        try PersonTable(session: session).leftTraces(begunBefore: moment, limit: limit)
    }

    func unfinishedTraces(of ticket: Ticket) throws(DeskError) -> [PersonTrace] {
        try PersonTable(session: session).unfinishedTraces(of: ticket)
    }

    func agedCalls(begunBefore moment: Date, limit: Int) throws(DeskError) -> [PersonTrace] {
        try PersonTable(session: session).agedCalls(begunBefore: moment, limit: limit)
    }

    func countAgedCalls(begunBefore moment: Date) throws(DeskError) -> Int {
        try PersonTable(session: session).countAgedCalls(begunBefore: moment)
    }

    func reads(_ query: ReadQuery) throws(DeskError) -> [ReadEntry] {
        try ReadTable(session: session).list(query)
    }

    func answer(
        to key: IdempotencyKey
    ) throws(DeskError) -> (request: Digest, answer: StoredAnswer?)? {
        try AnswerTable(session: session).find(key)
    }

    func letter(_ id: UUIDv7) throws(DeskError) -> OutboxEntry? {
        try OutboxTable(session: session).find(id)
    }

    func outbox(state: Delivery.State?, limit: Int) throws(DeskError) -> [OutboxEntry] {
        try OutboxTable(session: session).list(state: state, limit: limit)
    }

    func outboxFigures(at moment: Date) throws(DeskError) -> OutboxFigures {
        try OutboxTable(session: session).figures(at: moment)
    }

    func insert(_ ticket: Ticket) throws(DeskError) -> TicketNumber {
        try TicketTable(session: session).insert(ticket)
    }

    func save(_ ticket: Ticket, over revision: Int64) throws(DeskError) {
        try TicketTable(session: session).save(ticket, over: revision)
    }

    func insert(_ message: Message, subject: String?) throws(DeskError) {
        try MessageTable(session: session).insert(message, subject: subject)
    }

    func refind(_ ticket: Ticket, formerSubject: String) throws(DeskError) {
        let bodies = try MessageTable(session: session).bodies(of: ticket.number)
        try session.replaceWords(
            of: ticket.number.rawValue,
            MessageTable.findable(bodies, subject: formerSubject),
            with: MessageTable.findable(bodies, subject: ticket.subject)
        )
    }

    func refind(_ ticket: Ticket, formerName: String?) throws(DeskError) {
        guard ticket.citizen.name != formerName else { return }
        try session.replaceName(
            of: ticket.number.rawValue,
            formerName,
            with: ticket.citizen.name
        )
    }

    func keep(_ bytes: [UInt8]) throws(DeskError) -> Digest {
        try MailTable(session: session).keep(bytes)
    }

    func insert(_ mail: MailRecord) throws(DeskError) {
        try MailTable(session: session).insert(mail)
    }

    func record(_ event: TicketEvent) throws(DeskError) {
        try HistoryTable(session: session).insert(event)
    }

    func record(_ read: ReadRecord) throws(DeskError) {
        try ReadTable(session: session).insert(read)
    }

    func setProtected(
        _ isProtected: Bool,
        _ citizen: Citizen,
        besides ticket: TicketNumber
    ) throws(DeskError) -> [TicketNumber] {
        try TicketTable(session: session).setProtected(isProtected, citizen, besides: ticket)
    }

    func erase(_ ticket: Ticket, at moment: Date) throws(DeskError) {
        try ErasureTables(session: session).erase(ticket, at: moment)
        try session.noteErasedWords(at: now)
    }

    func erase(_ message: UUIDv7, of ticket: TicketNumber) throws(DeskError) {
        try ErasureTables(session: session).erase(message, of: ticket)
        try session.noteErasedWords(at: now)
    }

    func erase(_ trace: PersonTrace) throws(DeskError) {
        try ErasureTables(session: session).erase(trace)
    }

    func erase(_ mention: AddressMention, of email: String) throws(DeskError) {
        try ErasureTables(session: session).erase(mention, of: email)
    }

    func hold(_ ticket: TicketNumber, _ hold: Hold) throws(DeskError) {
        try HoldTable(session: session).set(hold, on: ticket)
    }

    func release(_ ticket: TicketNumber) throws(DeskError) {
        try HoldTable(session: session).remove(ticket)
    }

    func post(_ entry: OutboxEntry) throws(DeskError) {
        try OutboxTable(session: session).insert(entry)
    }

    func insert(_ handoff: Handoff) throws(DeskError) {
        try HandoffTable(session: session).insert(handoff)
    }

    func save(_ handoff: Handoff) throws(DeskError) {
        try HandoffTable(session: session).save(handoff)
    }

    func keep(
        _ answer: StoredAnswer,
        for key: IdempotencyKey,
        of ticket: TicketNumber?
    ) throws(DeskError) {
        try AnswerTable(session: session).insert(answer, for: key, of: ticket, at: now)
    }

    func withdrawAnswers(of ticket: TicketNumber) throws(DeskError) {
        try AnswerTable(session: session).withdraw("\(ticket.rawValue)")
    }

    func claimLetters(
        atMost: Int,
        at moment: Date,
        lease: TimeInterval
    ) throws(DeskError) -> [OutboxEntry] {
        try OutboxTable(session: session).claim(atMost: atMost, at: moment, lease: lease)
    }

    func settle(_ entry: OutboxEntry) throws(DeskError) -> Bool {
        try OutboxTable(session: session).settle(entry)
    }

    func overwrite(_ entry: OutboxEntry) throws(DeskError) {
        try OutboxTable(session: session).overwrite(entry)
    }

    func hasLetter(dueAt moment: Date) throws(DeskError) -> Bool {
        try OutboxTable(session: session).hasLetter(dueAt: moment)
    }

    func sweep(before moment: Date) throws(DeskError) {
        try SessionTable(session: session).sweep(before: moment)
        try SignInFailureTable(session: session).sweep(before: moment)
        try AnswerTable(session: session).sweep(before: moment - Self.answerLifetime)
        try PresenceTable(session: session).sweep(before: moment)
        try MissedQuestionTable(session: session).sweep(before: moment)
    }
}
