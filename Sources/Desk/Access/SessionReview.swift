import Foundation

/// The port through which the desk asks whether somebody still belongs here.
public protocol StaffLookup: Sendable {
    /// What is now known of somebody who logged in before; nil when they no longer may.
    ///
    /// - Throws: ``SignInError/unavailable(cause:)`` when nobody could say.
    func current(_ staff: StaffIdentity) async throws(SignInError) -> StaffIdentity?
}

/// What the directory says of everybody who has a session, or takes calls without one.
public struct SessionReview: Sendable, Equatable {
    /// Those whom nothing changed for.
    public var kept: [StaffIdentity] = []
    /// Those of whom it now says something else.
    public var changed: [StaffIdentity] = []
    /// Those who may no longer be here.
    public var removed: [StaffIdentity] = []
    /// Who nothing could be said of first, and why; nil when it was said of everybody.
    public var trouble: String?

    /// Starts with nobody.
    public init() {}

    /// How many people were asked about.
    public var count: Int { kept.count + changed.count + removed.count }

    /// True when so many would be removed that a mistake in the directory, or in how it is read, is
    /// likelier: more than a share of all, and more than ``removalsAlways``.
    public func isSuspicious(removalsPercentMax: Int) -> Bool {
        removed.count > Self.removalsAlways && removed.count * 100 > count * removalsPercentMax
    }

    /// So many may go at once however few there are.
    public static let removalsAlways = 2
    /// Nothing could be said of so many one after the other: it is not they, it is the directory.
    static let troublesMax = 3
}

extension Desk {
    /// Asks about everybody who has a session, or takes calls without one, and changes nothing.
    public func reviewSessions(
        by lookup: any StaffLookup
    ) async throws(DeskError) -> SessionReview {
        let (people, others) = try await store.read { reading throws(DeskError) in
            let people = try reading.staffWithSessions()
            let others = try reading.duty().filter { duty in
                !people.contains { $0.id == duty.staff }
            }
            return (people, others.map(StaffIdentity.init(onDuty:)))
        }
        var review = SessionReview()
        var troublesInTurn = 0
        // What the directory cannot say of one person must not keep the others' sessions open.
        for (place, person) in (people + others).enumerated()
        where troublesInTurn < SessionReview.troublesMax {
            let hasSession = place < people.count
            do throws(SignInError) {
                var found = try await lookup.current(person)
                if found == nil, !hasSession {
                    // Nobody knows any more by which account they began.
                    var other = person
                    other.isBreakGlass = true
                    found = try await lookup.current(other)
                }
                switch found?.spelled(by: settings) {
                case nil: review.removed.append(person)
                case let same? where same == person || !hasSession: review.kept.append(same)
                case let other?: review.changed.append(other)
                }
                troublesInTurn = 0
            } catch {
                switch error {
                case .refused, .wrongPassword:
                    review.removed.append(person)
                    troublesInTurn = 0
                case .unavailable(let cause):
                    review.trouble = review.trouble ?? "\(person.id): \(cause)"
                    troublesInTurn += 1
                }
            }
        }
        return review
    }

    /// Ends the sessions of those who were removed, and lets those who were changed go on as what
    /// they are now; no citizen's call rings with whoever may take none any more.
    ///
    /// - Returns: who was taken off duty.
    @discardableResult
    public func carryOut(_ review: SessionReview) async throws(DeskError) -> [String] {
        let moment = now()
        let offDuty = try await store.write { transaction throws(DeskError) in
            for person in review.kept + review.changed {
                try transaction.confirmSessions(of: person, at: moment)
            }
            for person in review.changed {
                try transaction.record(person.record(.changed, at: moment))
            }
            for person in review.removed {
                for kept in try transaction.sessions(of: person.id)
                where kept.session.staff.isBreakGlass == person.isBreakGlass {
                    try transaction.deleteSession(kept.token)
                }
                try transaction.record(person.record(.removed, at: moment))
            }
            let offDuty = try transaction.duty().map(\.staff).filter(review.endsDuty)
            for id in offDuty { try transaction.deleteDuty(of: id) }
            return offDuty
        }
        sessions.forgetAll()
        if !offDuty.isEmpty { switchboard?.wake() }
        return offDuty
    }
}

extension SessionReview {
    /// True when whoever has this id may take no calls any more, by whichever of their accounts.
    fileprivate func endsDuty(of id: String) -> Bool {
        let here = (kept + changed).filter { $0.id == id }
        guard here.isEmpty else { return !here.contains(where: \.mayTakeCalls) }
        return removed.contains { $0.id == id }
    }
}

extension StaffIdentity {
    /// Somebody who takes calls: as much as is known without a session.
    fileprivate init(onDuty duty: Duty) {
        self.init(id: duty.staff, name: duty.name, roles: [.agent])
    }

    fileprivate func record(
        _ outcome: AccessRecord.Outcome,
        at moment: Date
    ) -> AccessRecord {
        AccessRecord(
            at: moment,
            staff: id,
            means: isBreakGlass ? .breakGlass : .directory,
            outcome: outcome
        )
    }
}
