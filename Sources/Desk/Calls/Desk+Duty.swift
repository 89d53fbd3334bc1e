import Foundation

extension Desk {
    /// Who takes calls, longest on duty first.
    public func duty(as staff: StaffIdentity) async throws(DeskError) -> [Duty] {
        guard staff.may(.seeCalls) else { throw .notPermitted }
        return try await store.look { reading throws(DeskError) in try reading.duty() }
    }

    /// Begins to take calls; beginning twice changes nothing.
    public func goOnDuty(as staff: StaffIdentity) async throws(DeskError) -> Duty {
        guard staff.mayTakeCalls else { throw .notPermitted }
        guard let switchboard else { throw .noSwitchboard }
        guard let telephone = switchboard.telephone(of: staff.id) else {
            throw .wrongState(
                detail: "The configuration names no telephone for you: switchboard.agents."
            )
        }
        let moment = now()
        let duty = try await store.write { transaction throws(DeskError) in
            if let known = try transaction.duty().first(where: { $0.staff == staff.id }),
                known.telephone == telephone
            {
                return known
            }
            let duty = Duty(
                staff: staff.id,
                name: staff.name,
                telephone: telephone,
                since: moment
            )
            try transaction.save(duty)
            return duty
        }
        switchboard.wake()
        return duty
    }

    /// Takes no further calls; the one that is on goes on.
    ///
    /// Whoever takes calls may go off duty; who leads them may send others.
    public func goOffDuty(
        _ id: String,
        as staff: StaffIdentity
    ) async throws(DeskError) {
        let may = id == staff.id ? staff.mayTakeCalls : staff.may(.leadCalls)
        guard may else { throw .notPermitted }
        try await store.write { transaction throws(DeskError) in
            try transaction.deleteDuty(of: id)
        }
        switchboard?.wake()
    }
}
