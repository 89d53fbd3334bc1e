import Foundation

extension Desk {
    /// Everything that is kept of a citizen, as far as this person may take it out.
    ///
    /// - Throws: ``DeskError/overLimit`` past ``extractTicketsMax`` tickets or ``extractPartsMax``
    ///   things beside them: an operator's command writes them to files, however many there are.
    public func extract(
        _ person: Person,
        as staff: StaffIdentity
    ) async throws(DeskError) -> RegisterExtract {
        guard staff.may(.extractRegister) else { throw .notPermitted }
        try Self.check(person)
        let records = Records(store: store, now: now)
        let numbers = try await records.tickets(of: person) { staff.may(.extractRegister, on: $0) }
        guard numbers.count <= Self.extractTicketsMax else {
            throw .overLimit(name: "register-extract-tickets", limit: Self.extractTicketsMax)
        }
        var elsewhere = RegisterExtract.Elsewhere()
        if try await !isHidden(person, from: staff, .extractRegister) {
            elsewhere = try await records.elsewhere(
                of: person,
                besides: numbers,
                limit: Self.extractPartsMax
            ) { staff.may(.extractRegister, on: $0) }
        }
        try await records.record(.extract, of: numbers, and: elsewhere, by: staff.id)
        var extract = RegisterExtract(tickets: [], elsewhere: elsewhere.isEmpty ? nil : elsewhere)
        for number in numbers { extract.tickets.append(try await records.file(of: number)) }
        return extract
    }

    /// Tickets that one answer holds.
    static let extractTicketsMax = 100
    /// Messages, calls and held mails that it holds beside them.
    static let extractPartsMax = 1_000

    /// True for a protected person whose tickets this right does not reach for these staff: what
    /// hangs on none does not say itself that it is theirs.
    private func isHidden(
        _ person: Person,
        from staff: StaffIdentity,
        _ right: Right
    ) async throws(DeskError) -> Bool {
        guard !staff.reachesProtected(by: right) else { return false }
        return try await store.read { reading throws(DeskError) in
            for citizen in [Citizen(email: person.email), Citizen(phone: person.phone)]
            where try reading.isProtected(citizen) { return true }
            return false
        }
    }

    /// Takes a citizen out of the records, as far as this person may, and out of what the knowledge
    /// base remembers of them.
    ///
    /// Nobody finds them by their words from then on. What a store's index still holds of these, it
    /// forgets in the days after: that takes too long for somebody to wait for.
    ///
    /// - Parameters:
    ///   - person: whom.
    ///   - isDryRun: true to say what would happen and change nothing.
    ///   - staff: who decided; it goes into each ticket's history.
    /// - Returns: what became of each ticket.
    /// - Throws: ``DeskError``; what was done until then stays done, and asking again does the rest.
    public func erase(
        _ person: Person,
        isDryRun: Bool,
        as staff: StaffIdentity
    ) async throws(DeskError) -> ErasureReport {
        guard staff.may(.erasePeople) else { throw .notPermitted }
        try Self.check(person)
        let isHidden = try await isHidden(person, from: staff, .erasePeople)
        let report = try await Records(store: store, now: now).erase(
            person,
            by: .staff(id: staff.id, name: staff.name),
            isDryRun: isDryRun,
            reachesElsewhere: !isHidden
        ) { staff.may(.erasePeople, on: $0) }
        guard !isDryRun else { return report }
        // What was learnt from their words is in memory too.
        learning.raise()
        return report
    }

    private static func check(_ person: Person) throws(DeskError) {
        var checks = FieldChecks()
        if person.isNobody { checks.note("/email", "name an address, or a telephone number") }
        checks.address(person.email, "/email")
        checks.line(person.phone, "/phone", limit: DeskSettings.wordCharactersMax)
        try checks.finish()
    }
}
