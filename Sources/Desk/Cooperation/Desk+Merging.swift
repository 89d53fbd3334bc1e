import Foundation

extension Desk {
    /// Puts a ticket into another, where everything about it goes on; it can be taken out again.
    ///
    /// - Parameters:
    ///   - number: the ticket that goes.
    ///   - revision: what it was when somebody decided so.
    ///   - target: where to; when that went into another itself, there.
    ///   - isSamePerson: a clerk's word that both are one person's, where the tickets do not show it.
    ///   - staff: who may work on both.
    /// - Returns: the ticket it went into.
    /// - Throws: ``DeskError``; never across what is confidential or protected.
    public func merge(
        _ number: TicketNumber,
        at revision: Int64,
        into target: TicketNumber,
        isSamePerson: Bool = false,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            var source = try transaction.ticket(itself: number, workableBy: staff)
            guard source.revision == revision else { throw .changedMeanwhile }
            var survivor = try self.named(target, "/into", in: transaction) {
                transaction throws(DeskError) in
                try transaction.ticket(target, workableBy: staff)
            }
            try self.checkSecrecy(source, survivor)
            let earlier = try transaction.absorbed(by: source)
            source.contacts -= earlier.reduce(0) { $0 + $1.contacts }
            let own = source
            let formerName = survivor.citizen.name
            try source.go(into: &survivor, isSamePerson: isSamePerson, at: moment)
            survivor.contacts += earlier.reduce(0) { $0 + $1.contacts }
            let actor = Actor.staff(id: staff.id, name: staff.name)
            for var ticket in earlier {
                // Where it belongs by now: what moved both so far is not seen on the next one.
                var details = try transaction.home(of: ticket, in: own).details
                details["into"] = String(survivor.number.rawValue)
                ticket.follow(&source, to: survivor, at: moment)
                _ = try transaction.save(
                    ticket,
                    recording: .merged,
                    by: actor,
                    at: moment,
                    clocks: self.settings.clocks,
                    details: details
                )
            }
            var details = TicketHome(of: own).details
            details["into"] = String(survivor.number.rawValue)
            details["state"] = own.state.rawValue
            if isSamePerson { details["same_person"] = "said" }
            _ = try transaction.save(
                source,
                recording: .merged,
                by: actor,
                at: moment,
                clocks: self.settings.clocks,
                details: details
            )
            let merged = try transaction.save(
                survivor,
                recording: .merged,
                by: actor,
                at: moment,
                clocks: self.settings.clocks,
                details: ["from": String(number.rawValue)]
            )
            try transaction.refind(merged, formerName: formerName)
            try transaction.moveClaims(from: number, to: survivor.number)
            try transaction.copyWatchers(of: number, to: survivor.number, at: moment)
            return merged
        }
    }

    /// Takes a ticket out of the one that it went into.
    ///
    /// Its messages are its own again, and so are its queue and its unit, whoever sees it there; what
    /// came in since stays where it came in.
    ///
    /// - Returns: the ticket, open.
    public func unmerge(
        _ number: TicketNumber,
        at revision: Int64,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            var source = try transaction.ticket(itself: number, workableBy: staff)
            guard source.revision == revision else { throw .changedMeanwhile }
            var survivor = try transaction.survivor(of: source)
            guard staff.mayWork(on: survivor) else { throw .notPermitted }
            let home = try transaction.home(of: source, in: survivor)
            let formerName = survivor.citizen.name
            let given = try source.comeOut(of: &survivor, to: home, at: moment)
            var details = ["from": String(survivor.number.rawValue), "queue": home.queue]
            details["unit"] = home.unit?.id
            let actor = Actor.staff(id: staff.id, name: staff.name)
            // First, or what the other shows of its unit would be written to this one too.
            let saved = try transaction.save(
                source,
                recording: .unmerged,
                by: actor,
                at: moment,
                clocks: self.settings.clocks,
                details: details
            )
            for var other in try transaction.absorbed(by: survivor) {
                let lent = survivor.take(from: other, only: given)
                guard !lent.isEmpty else { continue }
                other.lent.formUnion(lent)
                other.touch(at: moment)
                _ = try transaction.save(
                    other,
                    recording: .changed,
                    by: actor,
                    at: moment,
                    clocks: self.settings.clocks,
                    details: ["fields": "citizen"]
                )
            }
            _ = try transaction.save(
                survivor,
                recording: .unmerged,
                by: actor,
                at: moment,
                clocks: self.settings.clocks,
                details: ["ticket": String(number.rawValue)]
            )
            try transaction.refind(survivor, formerName: formerName)
            return saved
        }
    }

    /// A ticket that a request names beside its own; what is not theirs looks like none.
    func named<Value>(
        _ number: TicketNumber,
        _ pointer: String,
        in transaction: any DeskTransaction,
        _ find: (any DeskTransaction) throws(DeskError) -> Value
    ) throws(DeskError) -> Value {
        do throws(DeskError) {
            return try find(transaction)
        } catch .notFound {
            throw .invalid([FieldProblem(pointer, "there is no such ticket")])
        }
    }

    /// Keeps apart what is not for the same eyes.
    func checkSecrecy(_ one: Ticket, _ other: Ticket) throws(DeskError) {
        let closed = settings.confidentialQueues
        let isApart =
            one.queue != other.queue && (closed.contains(one.queue) || closed.contains(other.queue))
        guard !isApart, one.isProtected == other.isProtected else {
            throw .wrongState(
                detail: "One of the tickets is confidential or of a protected person, and the "
                    + "other is not: they stay apart."
            )
        }
    }
}
