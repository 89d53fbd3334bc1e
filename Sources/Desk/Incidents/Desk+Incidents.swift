import Foundation

/// An incident with what hangs on it.
public struct IncidentView: Sendable, Equatable {
    /// The incident.
    public var incident: Incident
    /// How many tickets are linked to it, whoever may see them.
    public var tickets: Int
    /// True when it may be over.
    public var isQuiet: Bool
    /// The answers to all of its citizens, oldest first.
    public var answers: [IncidentAnswer]
}

/// What somebody says of an incident that they open.
public struct IncidentDraft: Sendable, Equatable {
    /// One line.
    public var title: String
    /// The e-service of the tickets that belong to it; nil for any.
    public var service: String?
    /// Such as `eid=bankid`, `code=RFA8` or `step=login`; nil for any.
    ///
    /// Without symptom and e-service, tickets are linked by hand.
    public var symptom: String?
    /// What receipts say of it.
    public var notice: NoticeText?

    /// Names every member.
    public init(
        title: String,
        service: String? = nil,
        symptom: String? = nil,
        notice: NoticeText? = nil
    ) {
        self.title = title
        self.service = service
        self.symptom = symptom
        self.notice = notice
    }
}

/// What a patch of an incident names.
public struct IncidentPatch: Sendable, Equatable {
    /// Where it is to go.
    public var state: Incident.State?
    /// One line.
    public var title: String?
    /// `.some(nil)` takes it away.
    public var notice: NoticeText??

    /// Changes nothing.
    public init() {}
}

extension Desk {
    /// A page of incidents, newest first, and whether there are more.
    public func incidents(
        state: Incident.State?,
        before: Int64?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (incidents: [IncidentView], hasMore: Bool) {
        precondition((1...DeskSettings.pageMax).contains(limit), "checked at the door")
        guard staff.may(.seeIncidents) else { throw .notPermitted }
        return try await store.read { reading throws(DeskError) in
            let found = try reading.incidents(state: state, before: before, limit: limit + 1)
            var views: [IncidentView] = []
            for one in found.prefix(limit) { views.append(try self.view(one, in: reading)) }
            return (views, found.count > limit)
        }
    }

    /// One incident.
    public func incident(
        _ number: Int64,
        as staff: StaffIdentity
    ) async throws(DeskError) -> IncidentView {
        guard staff.may(.seeIncidents) else { throw .notPermitted }
        return try await store.read { reading throws(DeskError) in
            try self.view(reading.incident(number), in: reading)
        }
    }

    /// The tickets of an incident that this person may see, in order, and whether there are more.
    public func tickets(
        ofIncident number: Int64,
        after: TicketNumber?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (tickets: [Ticket], last: TicketNumber?, hasMore: Bool) {
        precondition((1...DeskSettings.pageMax).contains(limit), "checked at the door")
        guard staff.may(.seeIncidents) else { throw .notPermitted }
        let found = try await store.read { reading throws(DeskError) in
            _ = try reading.incident(number)
            return try reading.tickets(ofIncident: number, after: after, limit: limit + 1)
        }
        let page = found.prefix(limit)
        let visible = page.filter { staff.mayRead($0) }
        try await show(TicketPage(tickets: visible, next: nil), to: staff)
        return (visible, page.last?.number, found.count > limit)
    }

    /// Opens one by hand; it is confirmed, since somebody knows.
    public func openIncident(
        _ draft: IncidentDraft,
        as staff: StaffIdentity,
        once: Once<IncidentView>? = nil
    ) async throws(DeskError) -> Answered<IncidentView> {
        guard staff.may(.leadIncidents) else { throw .notPermitted }
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            try transaction.once(once) { () throws(DeskError) in
                try self.check(draft)
                let open = try transaction.openIncidents()
                let key = SymptomKey(service: draft.service, symptom: draft.symptom)
                guard open.count < DeskSettings.incidentsOpenMax else {
                    throw .overLimit(name: "open-incidents", limit: DeskSettings.incidentsOpenMax)
                }
                if let key, let other = open.first(where: { $0.key == key }) {
                    throw .wrongState(
                        detail: "Incident \(other.number) is about the same symptom and open."
                    )
                }
                var incident = Incident(
                    state: .confirmed,
                    title: draft.title,
                    key: key,
                    openedAt: moment,
                    openedBy: staff.id,
                    notice: draft.notice,
                    confirmedAt: moment
                )
                incident.number = try transaction.insert(incident)
                try transaction.record(
                    .incidentOpened,
                    of: incident.number,
                    by: staff,
                    at: moment
                )
                return try self.view(incident, in: transaction)
            }
        }
    }

    /// Confirms, resolves or dismisses one, or changes its words.
    public func changeIncident(
        _ number: Int64,
        at seen: Edition? = nil,
        by patch: IncidentPatch,
        as staff: StaffIdentity
    ) async throws(DeskError) -> IncidentView {
        guard staff.may(.leadIncidents) else { throw .notPermitted }
        var checks = FieldChecks()
        if let title = patch.title {
            checks.filledLine(title, "/title", limit: DeskSettings.wordCharactersMax)
        }
        patch.notice??.check(&checks, at: "/notice", limit: DeskSettings.noticeCharactersMax)
        try checks.finish()
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            var incident = try transaction.incident(number)
            try incident.edition.check(seen)
            let before = incident
            if let wanted = patch.state { try incident.move(to: wanted, by: staff.id, at: moment) }
            if before.state != .dismissed, incident.state == .dismissed {
                try self.learnAsOrdinary(incident, at: moment, in: transaction)
            }
            incident.title = patch.title ?? incident.title
            incident.notice = patch.notice ?? incident.notice
            try transaction.save(incident)
            let changed = incident.changes(since: before)
            if !changed.isEmpty {
                try transaction.record(
                    .incidentChanged,
                    of: number,
                    changed,
                    by: staff,
                    at: moment
                )
            }
            return try self.view(incident, in: transaction)
        }
    }

    /// Says that a ticket is of an incident, or with nil that it is of none.
    public func setIncident(
        of number: TicketNumber,
        at revision: Int64,
        to incident: Int64?,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        if let incident {
            let isOpen = try await store.read { reading throws(DeskError) in
                let ticket = try reading.ticket(itself: number, readableBy: staff)
                guard staff.mayWork(on: ticket) else { throw .notPermitted }
                do throws(DeskError) {
                    return try reading.incident(incident).state.isOpen
                } catch .notFound {
                    throw .invalid([FieldProblem("/incident", "there is no such incident")])
                }
            }
            guard isOpen else {
                throw .wrongState(detail: "Incident \(incident) is over.")
            }
        }
        return try await change(number, at: revision, as: staff) {
            (ticket, moment) throws(DeskError) in
            let before = ticket.incident
            ticket.incident = incident
            ticket.touch(at: moment)
            guard let named = incident ?? before else { return (.incidentUnlinked, [:]) }
            let kind: TicketEvent.Kind = incident == nil ? .incidentUnlinked : .incidentLinked
            return (kind, ["incident": String(named)])
        }
    }

    func view(
        _ incident: Incident,
        in reading: any DeskReading
    ) throws(DeskError) -> IncidentView {
        IncidentView(
            incident: incident,
            tickets: try reading.countTickets(ofIncident: incident.number),
            isQuiet: incident.isQuiet(at: now(), after: settings.incidents.quietTime),
            answers: try reading.answers(ofIncident: incident.number)
        )
    }

    private func check(_ draft: IncidentDraft) throws(DeskError) {
        var checks = FieldChecks()
        let wordMax = DeskSettings.wordCharactersMax
        checks.filledLine(draft.title, "/title", limit: wordMax)
        if let service = draft.service { checks.filledLine(service, "/service", limit: wordMax) }
        if let symptom = draft.symptom {
            checks.filledLine(symptom, "/symptom", limit: wordMax)
            let parts = symptom.split(separator: "=", maxSplits: 1)
            if parts.count != 2 || !["eid", "code", "step"].contains(parts[0]) {
                checks.note("/symptom", "must be eid=…, code=… or step=…, such as eid=bankid")
            }
        }
        draft.notice?.check(&checks, at: "/notice", limit: DeskSettings.noticeCharactersMax)
        try checks.finish()
    }
}

extension Incident {
    /// What is another than before, and what it is now: staff's words to everybody may stand in a
    /// record.
    fileprivate func changes(since before: Incident) -> [String: String] {
        var changes: [String: String] = [:]
        if state != before.state { changes["state"] = state.rawValue }
        if title != before.title { changes["title"] = title }
        if notice != before.notice {
            changes["notice_sv"] = notice?.swedish ?? ""
            changes["notice_en"] = notice?.english ?? ""
        }
        return changes
    }
}
