import Foundation

/// Why somebody was not allowed to hand a citizen off, and where to.
struct HandoffRefusal: Sendable {
    /// For the ticket's history, as a word.
    enum Reason: String, Sendable, Hashable, CaseIterable {
        case notYet = "not_yet"
        case ended
        case closed
        case moved
        /// Whoever asked may dial no numbers.
        case noRight = "no_right"
        /// The number is in no range that may be dialled.
        case numberNotAllowed = "number_not_allowed"
        /// More than one person may ask for in an hour.
        case tooOften = "too_often"
    }

    var destination: Destination
    var reason: Reason
    /// For whoever reads the hand-off.
    var detail: String
}

extension Desk {
    /// What is written down of a hand-off that was refused; nil where the request was only misspelt or
    /// came at the wrong moment.
    func refusal(
        of draft: HandoffDraft,
        by error: DeskError,
        for staff: StaffIdentity,
        at moment: Date
    ) -> HandoffRefusal? {
        guard let directory = switchboard?.directory else { return nil }
        let isNumber = draft.destination.hasPrefix(Destination.numberPrefix)
        let known =
            isNumber ? Destination(tried: draft.destination) : directory[draft.destination]
        guard let known else { return nil }
        switch error {
        case .tooOften(_, let limit):
            return HandoffRefusal(
                destination: known,
                reason: .tooOften,
                detail: "more than \(limit) hand-offs in an hour"
            )
        case .notPermitted where isNumber && !staff.mayDialNumbers:
            return HandoffRefusal(
                destination: known,
                reason: .noRight,
                detail: "has no right to dial numbers"
            )
        case .invalid(let problems) where problems.map(\.pointer) == ["/destination"]:
            let reason = isNumber ? .numberNotAllowed : directory.reason(against: known, at: moment)
            return reason.map {
                HandoffRefusal(destination: known, reason: $0, detail: problems[0].detail)
            }
        default: return nil
        }
    }

    /// Writes the refusal down as a hand-off that ended at once.
    ///
    /// They count among those that one person may ask for in an hour, and the first that is too many
    /// is the last that is written: nobody fills the store with them.
    func note(
        _ refusal: HandoffRefusal,
        on number: TicketNumber,
        _ mode: Handoff.Mode,
        as staff: StaffIdentity,
        at moment: Date
    ) async throws(DeskError) {
        try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, workableBy: staff)
            let recent = try transaction.countHandoffs(
                requestedBy: staff.id,
                since: moment - 3_600
            )
            guard recent <= settings.handoffsPerHourMax else { return }
            let handoff = Handoff(
                id: UUIDv7(at: moment),
                ticket: ticket.number,
                destination: refusal.destination,
                mode: mode,
                call: nil,
                summary: nil,
                requestedBy: staff.id,
                steps: [
                    Handoff.Step(state: .requested, at: moment),
                    Handoff.Step(state: .notAllowed, at: moment, detail: refusal.detail),
                ]
            )
            try transaction.insert(handoff)
            try transaction.count(handoff, at: moment)
            try transaction.record(
                handoff,
                .handoffRefused,
                by: .staff(id: staff.id, name: staff.name),
                at: moment,
                details: ["reason": refusal.reason.rawValue]
            )
        }
    }
}

extension DestinationDirectory {
    /// Nil when calls to it go somewhere.
    fileprivate func reason(
        against destination: Destination,
        at moment: Date
    ) -> HandoffRefusal.Reason? {
        do {
            _ = try route(to: destination.id, at: moment)
            return nil
        } catch {
            switch error {
            case .unknown: return nil
            case .notYet: return .notYet
            case .ended: return .ended
            case .closed: return .closed
            case .moved: return .moved
            }
        }
    }
}

extension Destination {
    /// Begins the ``id`` of a number that is nobody's in the directory (RFC 3966).
    static let numberPrefix = "tel:"

    /// True for a number that a clerk dialled.
    var isNumber: Bool { id.hasPrefix(Self.numberPrefix) }

    /// What stands where erasing does not reach: a number that a clerk dialled may be a person's.
    var lastingID: String { isNumber ? "tel" : id }

    /// A number that somebody tried to dial: of what they wrote its digits only, and of them no more
    /// than a number has; nil without any.
    fileprivate init?(tried text: String) {
        let rest = text.dropFirst(Self.numberPrefix.count)
        let digits = rest.unicodeScalars.filter { ("0"..."9").contains($0) }
        let number =
            TelephoneKey.key(of: String(rest)).map { "+\($0)" }
            ?? String(String.UnicodeScalarView(digits.prefix(TelephoneKey.digitsMax)))
        guard !number.isEmpty else { return nil }
        self.init(
            id: Self.numberPrefix + number,
            name: number,
            kind: .contractor,
            number: number,
            uri: nil,
            topics: []
        )
    }
}
