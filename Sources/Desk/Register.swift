import Foundation

/// The number under which a matter stands in the city's register (diarienummer): gapless within a
/// year, and never used twice.
public struct RegisterNumber: Sendable, Hashable, CustomStringConvertible {
    /// The year in which it was registered, by the city's clocks.
    public var year: Int
    /// 1 and up.
    public var number: Int

    /// Names both members.
    public init(year: Int, number: Int) {
        self.year = year
        self.number = number
    }

    /// For example `2026-17`.
    public var description: String { "\(year)-\(number)" }
}

extension TicketKind {
    /// True for what is registered: complaints, opinions, proposals and praise (klagomål, synpunkter, förslag,
    /// beröm).
    public var isRegistered: Bool {
        switch self {
        case .complaint, .opinion, .proposal, .praise: true
        case .question, .fault: false
        }
    }
}

extension Ticket {
    /// True when its citizen has said no way to be answered: then no answer is promised.
    var isAnonymous: Bool { citizen.email == nil && citizen.phone == nil }
}

extension DeskTransaction {
    /// Gives a ticket of a kind that is registered its number, once; it keeps that whatever becomes of
    /// it.
    ///
    /// The number is drawn in the transaction that registers the ticket: where that does not come to
    /// pass, the next ticket gets it.
    func register(_ ticket: inout Ticket, at moment: Date) throws(DeskError) -> Bool {
        guard ticket.kind.isRegistered, ticket.register == nil else { return false }
        let year = CityTime().day(of: moment).year
        ticket.register = RegisterNumber(year: year, number: try drawRegisterNumber(of: year))
        return true
    }

    func recordRegistration(of ticket: Ticket, at moment: Date) throws(DeskError) {
        guard let register = ticket.register else { return }
        try record(
            TicketEvent(
                ticket: ticket.number,
                at: moment,
                actor: .system,
                kind: .registered,
                details: ["register": register.description]
            )
        )
    }
}

/// What came of a test of confidentiality before something was disclosed (sekretessprövning).
public enum DisclosureOutcome: String, Sendable, Hashable, CaseIterable {
    /// Everything may be disclosed.
    case released
    /// What is confidential was masked.
    case partly
    /// Nothing may.
    case refused
}

extension Desk {
    /// Records that somebody has tested whether the ticket may be disclosed, and what came of it.
    ///
    /// - Parameters:
    ///   - number: what was asked for.
    ///   - outcome: what was decided.
    ///   - ground: the law, in one line, such as `OSL 26 kap. 1 §`; needed unless all is released.
    ///   - staff: who decided.
    ///   - once: makes it one test, however often it is sent.
    /// - Returns: the ticket that was tested.
    /// - Throws: ``DeskError``.
    @discardableResult
    public func testDisclosure(
        of number: TicketNumber,
        as outcome: DisclosureOutcome,
        ground: String?,
        by staff: StaffIdentity,
        once: Once<Ticket>? = nil
    ) async throws(DeskError) -> Answered<Ticket> {
        var checks = FieldChecks()
        if let ground {
            checks.filledLine(ground, "/ground", limit: DeskSettings.wordCharactersMax)
        } else if outcome != .released {
            checks.note("/ground", "is needed where something is withheld")
        }
        try checks.finish()
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, workableBy: staff)
            return try transaction.once(once) { () throws(DeskError) in
                var details = ["outcome": outcome.rawValue]
                if let ground { details["ground"] = ground }
                try transaction.record(
                    TicketEvent(
                        ticket: ticket.number,
                        at: moment,
                        actor: .staff(id: staff.id, name: staff.name),
                        kind: .disclosureTested,
                        details: details
                    )
                )
                return ticket
            }
        }
    }
}
