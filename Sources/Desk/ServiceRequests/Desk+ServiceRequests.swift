import Foundation

/// A request that was taken in, now or, when it is the same to the letter, a moment before.
public struct FiledRequest: Sendable, Equatable {
    /// As it is kept.
    public var request: ServiceRequest
    /// False for one that had come before.
    public var isNew: Bool
}

extension Desk {
    /// What is offered by Open311.
    public var offer: ServiceSettings { settings.services }

    /// How staff and citizens call the desk.
    public var deskName: String { settings.letters.deskName }

    /// Where citizens write to.
    public var deskAddress: String? { settings.letters.ownAddress }

    /// Where citizens reach the HTTP door, without a `/` at its end.
    public var publicURL: String? { settings.letters.publicURL }

    /// Opens a ticket for what somebody asks by Open311.
    ///
    /// - Parameters:
    ///   - draft: what they ask.
    ///   - code: a ``CityService/code``.
    ///   - staff: the system that asks for them; nil for one that has shown no key.
    /// - Returns: what was kept; the same request within ``ServiceSettings/repeatTime`` is one.
    /// - Throws: ``DeskError``; ``DeskError/notFound`` for a service that is not there.
    public func file(
        _ draft: ServiceRequestDraft,
        asking code: String,
        by staff: StaffIdentity?
    ) async throws(DeskError) -> FiledRequest {
        guard let service = offer[code] else { throw .notFound }
        guard staff.map({ $0.may(.openTickets) }) ?? offer.takesAnonymous else {
            throw .notPermitted
        }
        try draft.check(against: service)
        let moment = now()
        let digest = draft.digest(service, by: staff?.id ?? "")
        let ticket = ticket(for: draft, asking: service, by: staff, at: moment)
        if let staff, !staff.may(.openTickets, on: ticket) { throw .notPermitted }
        let filed = try await store.write { transaction throws(DeskError) in
            let earliest = moment - self.offer.repeatTime
            if let known = try transaction.serviceRequest(like: digest, since: earliest) {
                return FiledRequest(request: known, isNew: false)
            }
            let opened = try self.open(ticket, with: draft, service, by: staff, in: transaction)
            let request = ServiceRequest(
                ticket: opened.number,
                token: UUIDv7(at: moment),
                service: service.code,
                place: draft.place,
                mediaURL: draft.mediaURL,
                answers: draft.answers,
                published: service.isPublic && !opened.isProtected ? draft.description ?? "" : nil,
                digest: digest,
                requestedAt: moment
            )
            try transaction.insert(request)
            return FiledRequest(request: request, isNew: true)
        }
        if filed.isNew { meters.open(by: ticket.channel) }
        return filed
    }

    private func open(
        _ ticket: Ticket,
        with draft: ServiceRequestDraft,
        _ service: CityService,
        by staff: StaffIdentity?,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Ticket {
        let citizen = Actor.citizen(name: draft.citizen.name)
        let message = Message(
            id: UUIDv7(at: ticket.createdAt),
            ticket: ticket.number,
            kind: .inbound,
            author: citizen,
            body: draft.words(asking: service, in: ticket.language),
            createdAt: ticket.createdAt
        )
        var details = ["channel": ticket.channel.rawValue, "open311": service.code]
        if let unit = ticket.unit { details["unit"] = unit.id }
        return try transaction.open(
            ticket,
            with: message,
            by: staff.map { Actor.staff(id: $0.id, name: $0.name) } ?? citizen,
            clocks: settings.clocks,
            details: details
        )
    }

    /// The ticket that a request makes; what the service does not say is triaged.
    private func ticket(
        for draft: ServiceRequestDraft,
        asking service: CityService,
        by staff: StaffIdentity?,
        at moment: Date
    ) -> Ticket {
        let subject = draft.subject(asking: service)
        let words = IdentityNumbers.masked(in: "\(subject)\n\(draft.description ?? "")")
        let triage = triage(words, language: nil)
        var ticket = Ticket(
            subject: String(subject.prefix(settings.subjectCharactersMax)),
            kind: service.kind,
            category: service.category ?? triage.category,
            channel: .web,
            queue: service.queue.map(settings.spelling) ?? settings.queue,
            language: triage.language,
            citizen: draft.citizen,
            symptom: triage.symptom,
            createdAt: moment,
            suggestions: triage.suggestions,
            unit: service.unit.flatMap { switchboard?.directory[$0] }
                .map { TicketUnit($0, at: moment) }
        )
        var decided: Ticket.Decided = []
        if service.queue != nil { decided.insert(.queue) }
        if service.category != nil { decided.insert(.category) }
        ticket.apply(triage, by: settings.triage, keeping: decided) {
            staff?.may(.openTickets, on: $0) ?? true
        }
        return ticket
    }
}

// What everybody may see.
extension Desk {
    /// The requests that are shown to everybody, newest first.
    public func followed(
        _ query: ServiceRequestQuery
    ) async throws(DeskError) -> [FollowedRequest] {
        precondition(query.numbers.map { $0.count <= ServiceRequestQuery.limitMax } ?? true)
        var wanted = query
        wanted.services = query.services.filter { offer[$0].map(\.isFollowed) ?? false }
        wanted.hiddenQueues = settings.confidentialQueues.sorted()
        let request = wanted
        guard !request.services.isEmpty else { return [] }
        let found = try await store.read { reading throws(DeskError) in
            try reading.serviceRequests(request)
        }
        return found.map(shown)
    }

    /// Without what only the desk is to know: who is protected, and names of persons who answer.
    private func shown(_ found: FollowedRequest) -> FollowedRequest {
        func destination(_ id: String?) -> Destination? {
            guard let known = id.flatMap({ switchboard?.directory[$0] }) else { return nil }
            return known.kind == .handler ? nil : known
        }
        if found.isProtected {
            let own = destination(offer[found.request.service]?.unit)
            return found.untouched(unit: own.map { ($0.id, $0.name) })
        }
        var shown = found
        if destination(found.unit?.id) == nil { shown.unit = nil }
        return shown
    }

    /// One of them.
    ///
    /// - Throws: ``DeskError/notFound``, for what is not shown too.
    public func followed(_ number: TicketNumber) async throws(DeskError) -> FollowedRequest {
        let moment = now()
        let query = ServiceRequestQuery(
            numbers: [number],
            span: moment...moment,
            services: offer.services.map(\.code)
        )
        guard let found = try await followed(query).first else { throw .notFound }
        return found
    }

    /// The request that a token stands for.
    ///
    /// - Throws: ``DeskError/notFound``.
    public func request(of token: UUIDv7) async throws(DeskError) -> TicketNumber {
        let found = try await store.look { reading throws(DeskError) in
            try reading.serviceRequest(token: token)
        }
        guard let found, offer[found.service]?.following == .batch else { throw .notFound }
        return found.ticket
    }

    /// What a ticket has beside its words, for staff.
    ///
    /// With its identity numbers in full only for whoever has that right, and that is recorded.
    public func serviceRequest(
        of number: TicketNumber,
        inFull: Bool = false,
        as staff: StaffIdentity
    ) async throws(DeskError) -> ServiceRequest {
        let (ticket, found) = try await store.look { reading throws(DeskError) in
            let ticket = try reading.ticket(itself: number, readableBy: staff)
            return (ticket, try reading.serviceRequest(of: number))
        }
        guard let found else { throw .notFound }
        if inFull, !staff.may(.readIdentityNumbers, on: ticket) { throw .notPermitted }
        try await show(inFull ? .identityNumbers : .ticket, of: ticket, to: staff)
        return found
    }
}

extension CityService {
    /// True when requests of it are shown outside at all.
    public var isFollowed: Bool { following != .blackbox }
}
