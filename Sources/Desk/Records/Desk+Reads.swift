import Foundation
import KnowledgeBase

extension Desk {
    /// Records that somebody is shown something of a ticket.
    ///
    /// What is of a protected person or in a confidential queue is on disk when this returns, so
    /// before it is shown; the rest is by ``ReadLog``.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``: it cannot be recorded, so it must not be shown.
    func show(
        _ what: ReadRecord.What,
        of ticket: Ticket,
        to staff: StaffIdentity,
        details: [String: String] = [:]
    ) async throws(DeskError) {
        let record = ReadRecord(
            of: what,
            ticket: ticket.number,
            to: staff.id,
            at: now(),
            details: details
        )
        try await self.record(record, isSecret: isSecret(ticket) || what == .identityNumbers)
    }

    /// Records that somebody is shown a page of tickets.
    func show(_ page: TicketPage, to staff: StaffIdentity) async throws(DeskError) {
        try await show(page.tickets, to: staff)
    }

    /// Records that somebody is shown something of several tickets at once; one may stand there
    /// twice.
    func show(_ tickets: [Ticket], to staff: StaffIdentity) async throws(DeskError) {
        guard !tickets.isEmpty else { return }
        var seen: Set<TicketNumber> = []
        let numbers = tickets.map(\.number).filter { seen.insert($0).inserted }
        let record = ReadRecord(
            of: .list,
            ticket: nil,
            to: staff.id,
            at: now(),
            details: ["tickets": Self.list(numbers)]
        )
        try await self.record(record, isSecret: tickets.contains(where: isSecret))
    }

    private static func list(_ numbers: [TicketNumber]) -> String {
        numbers.map { String($0.rawValue) }.joined(separator: " ")
    }

    /// Records that somebody is shown what tickets have taught.
    func showEvidence(
        _ evidence: [KeptEvidence],
        to staff: StaffIdentity
    ) async throws(DeskError) {
        guard !evidence.isEmpty else { return }
        let numbers = evidence.map { String($0.evidence.ticket) }.joined(separator: " ")
        let record = ReadRecord(
            of: .evidence,
            ticket: nil,
            to: staff.id,
            at: now(),
            details: ["tickets": numbers]
        )
        try await self.record(record, isSecret: false)
    }

    /// Records that somebody is shown a mail in quarantine.
    func show(
        _ mail: HeldMail,
        isSecret: Bool,
        to staff: StaffIdentity
    ) async throws(DeskError) {
        let record = ReadRecord(
            of: .heldMail,
            ticket: mail.claims,
            to: staff.id,
            at: now(),
            details: ["mail": mail.id.description]
        )
        try await self.record(record, isSecret: isSecret)
    }

    /// Records that somebody is shown a page of the quarantine.
    func show(
        _ mails: [HeldMail],
        isSecret: Bool,
        to staff: StaffIdentity
    ) async throws(DeskError) {
        guard !mails.isEmpty else { return }
        let claimed = Set(mails.compactMap(\.claims)).sorted()
        var details = ["mails": mails.map(\.id.description).joined(separator: " ")]
        if !claimed.isEmpty { details["tickets"] = Self.list(claimed) }
        let record = ReadRecord(
            of: .list,
            ticket: nil,
            to: staff.id,
            at: now(),
            details: details
        )
        try await self.record(record, isSecret: isSecret)
    }

    /// Writes what was read and waits to be written.
    public func writeReads() async throws(DeskError) { try await reads.write(to: store) }

    func record(_ record: ReadRecord, isSecret: Bool) async throws(DeskError) {
        guard isSecret || !reads.note(record) else { return }
        // Too many wait: those first, for the one who made them too many pays.
        if !isSecret { try await reads.write(to: store) }
        try await store.write { transaction throws(DeskError) in
            try transaction.record(record)
        }
    }

    /// True for what is recorded before it is shown, and never learnt from.
    func isSecret(_ ticket: Ticket) -> Bool {
        ticket.isProtected || settings.confidentialQueues.contains(ticket.queue)
    }

    /// A page of who saw what, newest first, and whether there are more.
    ///
    /// Whoever looks is in the records too.
    public func reads(
        _ query: ReadQuery,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (entries: [ReadEntry], hasMore: Bool) {
        precondition((1...DeskSettings.pageMax).contains(query.limit), "checked at the door")
        guard staff.may(.readAudit) else { throw .notPermitted }
        // What was shown a moment ago is to be seen.
        try await writeReads()
        var more = query
        more.limit += 1
        let wanted = more
        let found = try await store.read { reading throws(DeskError) in
            try reading.reads(wanted)
        }
        try await Records(store: store, now: now).recordLook(at: query.ticket, by: staff.id)
        return (Array(found.prefix(query.limit)), found.count > query.limit)
    }
}
