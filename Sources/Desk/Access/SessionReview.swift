import Foundation

/// The port through which the desk asks whether somebody still belongs here.
public protocol StaffLookup: Sendable {
    /// What is now known of somebody who logged in before; nil when they no longer may.
    ///
    /// - Throws: ``SignInError/unavailable(cause:)`` when nobody could say.
    func current(_ staff: StaffIdentity) async throws(SignInError) -> StaffIdentity?
}

/// What the directory says of everybody who has a session.
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
    /// Asks about everybody who has a session, and changes nothing.
    public func reviewSessions(
        by lookup: any StaffLookup
    ) async throws(DeskError) -> SessionReview {
        let people = try await store.read { reading throws(DeskError) in
            try reading.staffWithSessions()
        }
        var review = SessionReview()
        var troublesInTurn = 0
        // What the directory cannot say of one person must not keep the others' sessions open.
        for person in people where troublesInTurn < SessionReview.troublesMax {
            do throws(SignInError) {
                switch try await lookup.current(person)?.spelled(by: settings) {
                case nil: review.removed.append(person)
                case person: review.kept.append(person)
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
    /// they are now.
    public func carryOut(_ review: SessionReview) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
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
        }
        sessions.forgetAll()
    }
}

extension StaffIdentity {
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
