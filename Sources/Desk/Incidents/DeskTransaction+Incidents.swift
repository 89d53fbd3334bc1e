import Foundation

extension DeskReading {
    /// What is known of why a new ticket came: the maintenance that is on, else the open incident of its
    /// symptom.
    func cause(
        of ticket: Ticket,
        at moment: Date
    ) throws(DeskError) -> (incident: Incident?, maintenance: Maintenance?) {
        // A machine's mail and the desk's own calls for help are of nobody's trouble.
        guard ticket.firstContact != .uncounted else { return (nil, nil) }
        if ticket.service != nil {
            let windows = try maintenances(
                endingAfter: moment,
                limit: DeskSettings.maintenanceAheadMax
            )
            if let one = windows.first(where: { $0.concerns(ticket.service, at: moment) }) {
                return (nil, one)
            }
        }
        let keys = Set(ticket.symptomKeys)
        // What is registered is answered by itself.
        guard !keys.isEmpty, !ticket.kind.isRegistered else { return (nil, nil) }
        return (try openIncidents().first { $0.key.map(keys.contains) ?? false }, nil)
    }

    /// What a receipt says of why the citizen wrote; nil when nothing is known, or nothing certain.
    func notice(on ticket: Ticket) throws(DeskError) -> String? {
        if let number = ticket.maintenance {
            return try maintenance(number).notice.text(in: ticket.language)
        }
        guard let number = ticket.incident else { return nil }
        let incident = try incident(number)
        guard incident.state == .confirmed else { return nil }
        return incident.notice?.text(in: ticket.language)
    }
}

extension DeskTransaction {
    /// Has a new ticket looked at, and tells its history what it was linked to.
    func followUp(onCauseOf ticket: Ticket, at moment: Date) throws(DeskError) {
        if ticket.maintenance == nil, ticket.firstContact != .uncounted,
            !ticket.symptomKeys.isEmpty
        {
            try lookAt(ticket.number)
        }
        var details: [String: String] = [:]
        if let number = ticket.incident { details["incident"] = String(number) }
        if let number = ticket.maintenance { details["maintenance"] = String(number) }
        guard !details.isEmpty else { return }
        try record(
            TicketEvent(
                ticket: ticket.number,
                at: moment,
                actor: .system,
                kind: .incidentLinked,
                details: details
            )
        )
    }

    /// Links tickets to an incident without anybody saying so for each.
    func link(
        _ numbers: [TicketNumber],
        to incident: Int64,
        by actor: Actor,
        clocks: ClockRules,
        at moment: Date
    ) throws(DeskError) {
        for number in numbers {
            var ticket = try ticket(number)
            guard ticket.incident == nil, ticket.maintenance == nil, !ticket.kind.isRegistered
            else { continue }
            ticket.incident = incident
            ticket.touch(at: moment)
            _ = try save(
                ticket,
                recording: .incidentLinked,
                by: actor,
                at: moment,
                clocks: clocks,
                details: ["incident": String(incident)]
            )
        }
    }
}
