import Foundation

extension Desk {
    /// Gives a validated hand-off to whoever carries it out: the switchboard that the citizen's call
    /// passes through, else a person.
    func admit(
        _ handoff: inout Handoff,
        by staff: StaffIdentity,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard let switchboard else { throw .noSwitchboard }
        let recent = try transaction.countHandoffs(
            requestedBy: staff.id,
            since: moment - 3_600
        )
        guard recent < settings.handoffsPerHourMax else {
            throw .tooOften(
                name: "switchboard.handoffs-per-hour-max",
                limit: settings.handoffsPerHourMax
            )
        }
        if let call = try callToHandOff(handoff, of: staff, in: transaction) {
            handoff.call = call.id.description
            handoff.carrier = call.carrier
            return
        }
        let taken = switchboard.accept(handoff)
        try handoff.step(to: taken.state, at: moment, detail: taken.detail)
    }

    /// A number that is nobody's in the directory, written `tel:+4685080000` (RFC 3966).
    ///
    /// Only a right lets somebody dial one, and only in the ranges that the configuration allows: who
    /// steals a clerk's password must not be able to call the other end of the world.
    func number(
        _ text: String,
        by switchboard: any SwitchboardPort,
        for staff: StaffIdentity,
        _ checks: inout FieldChecks
    ) throws(DeskError) -> Destination? {
        guard staff.mayDialNumbers else { throw .notPermitted }
        let number = text.dropFirst(Destination.numberPrefix.count)
        let found = switchboard.destination(dialling: String(number))
        if found == nil {
            checks.note("/destination", "is no number that switchboard.numbers allows")
        }
        return found
    }

    /// The citizen's call, when it passes through a switchboard of ours.
    ///
    /// A clerk who names no call means the one that is on their own telephone about this ticket.
    private func callToHandOff(
        _ handoff: Handoff,
        of staff: StaffIdentity,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Call? {
        var call: Call?
        if let name = handoff.call {
            call = try Self.call(named: name, shownTo: staff, in: transaction)
        } else {
            for found in try transaction.calls(.talking, of: staff.id) {
                // The call's ticket may have gone into this one since.
                guard let ticket = found.ticket,
                    try transaction.survivor(of: transaction.ticket(ticket)).number
                        == handoff.ticket
                else { continue }
                call = found
                break
            }
        }
        guard let call, call.source == .switchboard, let carrier = call.carrier else { return nil }
        let leads = !staff.roles.isDisjoint(with: [.supervisor, .administrator])
        guard call.clerk == staff.id || leads else {
            throw .wrongState(detail: "The call is not on your telephone.")
        }
        guard call.state == .talking else {
            throw .wrongState(
                detail: "The call is \(call.state.rawValue): nobody can be handed off."
            )
        }
        let id = call.id.description
        let isBusy = try transaction.openHandoffs(carriedBy: carrier).contains { $0.call == id }
        guard !isBusy else {
            throw .wrongState(detail: "The call is being handed off already.")
        }
        return call
    }

    /// Notes what a clerk wants done with a hand-off that a switchboard carries out.
    ///
    /// The state does not change here: the switchboard does it, and says how it went.
    func wish(
        _ outcome: Handoff.State,
        for handoff: inout Handoff,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard !handoff.state.isFinal else {
            throw .wrongState(detail: "The hand-off has ended: \(handoff.state.rawValue).")
        }
        switch outcome {
        case .completed where handoff.mode == .attended: handoff.wish = .complete
        case .cancelled: handoff.wish = .cancel
        default:
            throw .wrongState(
                detail:
                    "The switchboard carries this one out; it can be cancelled, and an attended "
                    + "one be completed."
            )
        }
        try transaction.save(handoff)
    }
}
