import Foundation

extension Desk {
    /// Asks citizens whose tickets have ended how it was, a few at a time.
    ///
    /// Each ticket is asked about once, each address once in a while, machines never; what was
    /// decided not to be asked is never asked later.
    ///
    /// - Returns: how many tickets were decided on; as many as `limit` when there may be more, fewer
    ///   too when the brake holds.
    public func askHowItWas(limit: Int) async throws(DeskError) -> Int {
        let letters = settings.letters
        guard letters.sendsSurveys, letters.publicURL != nil else { return 0 }
        let moment = now()
        let latest = moment - letters.surveyDelay
        let span = (latest - Self.surveyAgeMax)...latest
        let due = try await store.read { reading throws(DeskError) in
            try reading.ticketsToSurvey(resolvedIn: span, limit: limit)
        }
        var decided = 0
        for number in due {
            let isDecided = try await store.write { transaction throws(DeskError) in
                // Another daemon may have been here first.
                guard try transaction.newestInquiry(of: number, .satisfaction) == nil else {
                    return true
                }
                return try self.askHowItWas(number, resolvedIn: span, at: moment, in: transaction)
            }
            guard isDecided else { break }
            decided += 1
        }
        return decided
    }

    /// Whom nobody asked for so long is not asked any more: the desk may have been away.
    private static let surveyAgeMax: TimeInterval = 7 * 24 * 3_600

    /// - Returns: false when that has to wait until somebody lets automatic mail go on.
    private func askHowItWas(
        _ number: TicketNumber,
        resolvedIn span: ClosedRange<Date>,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Bool {
        let ticket = try transaction.ticket(number)
        // Opened again meanwhile: its next end is asked about.
        guard let resolvedAt = ticket.resolvedAt, span.contains(resolvedAt) else { return true }
        let id = UUIDv7(at: moment)
        var inquiry = Inquiry(letter: id, ticket: number, kind: .satisfaction, askedAt: nil)
        if let address = try addressToAsk(about: ticket, at: moment, in: transaction) {
            switch try transaction.obstacle(to: address, within: settings.letters.caps, at: moment)
            {
            case .everybody(let reason):
                try pullBrake(for: reason, at: moment, in: transaction)
                return false
            case .brake: return false
            case .returned, .recipient, .domain: break
            case nil:
                try ask(ticket, at: address, in: id, at: moment, in: transaction)
                inquiry.askedAt = moment
                let asked = Uncounted(fact: .surveyAsked, at: moment)
                try transaction.add(DayCount(asked, of: ticket, in: settings.clocks.time), 1)
            }
        }
        try transaction.insert(inquiry)
        return true
    }

    /// Where to ask; nil for a ticket that nobody is asked about.
    private func addressToAsk(
        about ticket: Ticket,
        at moment: Date,
        in reading: any DeskReading
    ) throws(DeskError) -> String? {
        guard let address = ticket.citizen.email, !settings.letters.isOwn(address),
            ticket.outcome == .answered || ticket.outcome == .handedOff, !isSecret(ticket)
        else { return nil }
        guard try mayWriteUnasked(to: ticket, in: reading) else { return nil }
        let lately = (moment - settings.letters.surveyPeriod)...moment
        let asked = try reading.letters(LetterCount(.survey, address), within: lately)
        return asked == 0 ? address : nil
    }

    /// Whether somebody wants to hear of the ticket what they did not ask: no machine, none in whose name
    /// somebody else wrote, and where senders are known only whom our mail server vouches for.
    private func mayWriteUnasked(
        to ticket: Ticket,
        in reading: any DeskReading
    ) throws(DeskError) -> Bool {
        guard let mail = try reading.firstMail(of: ticket) else { return true }
        guard mail.outcome(of: .automatic) != "a machine", mail.standing != .failed else {
            return false
        }
        return !settings.letters.knowsSenders || mail.standing == .verified
    }

    private func ask(
        _ ticket: Ticket,
        at address: String,
        in id: UUIDv7,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        let letters = settings.letters
        let link = LetterLink(
            .survey,
            ticket: ticket.number,
            letter: id,
            expiresAt: moment + letters.linkLifetime
        )
        var values = values(of: ticket)
        if let address = letters.link(link.token(by: proof)) { values.survey(at: address) }
        try post(
            LetterDraft(
                form: .survey,
                address: address,
                words: words(of: .survey, ticket, values),
                thread: try transaction.lastInboundThread(of: ticket.number),
                id: id,
                isToStranger: !ticket.citizen.isVerified
            ),
            on: ticket,
            at: moment,
            in: transaction
        )
        try transaction.add(LetterCount(.survey, address), at: moment)
    }

    /// Tells the citizen how the ticket stands now, where the city wants that.
    func tell(
        _ change: StatusChange,
        of ticket: Ticket,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        let letters = settings.letters
        guard letters.statuses.contains(change), let address = ticket.citizen.email,
            !letters.isOwn(address), !isSecret(ticket),
            try mayWriteUnasked(to: ticket, in: transaction)
        else { return }
        switch try transaction.obstacle(to: address, within: letters.caps, at: moment) {
        case .everybody(let reason):
            return try pullBrake(for: reason, at: moment, in: transaction)
        case .brake, .returned, .recipient, .domain: return
        case nil: break
        }
        var values = values(of: ticket)
        values.status(change)
        try post(
            LetterDraft(
                form: .status,
                address: address,
                words: words(of: .status, ticket, values),
                thread: try transaction.lastInboundThread(of: ticket.number),
                id: UUIDv7(at: moment),
                isToStranger: !ticket.citizen.isVerified,
                details: ["status": change.rawValue]
            ),
            on: ticket,
            at: moment,
            in: transaction
        )
    }

    /// What a letter on how a ticket stands may say of it: as in a receipt, what was written and by whom
    /// goes back only to whom somebody vouches for.
    private func values(of ticket: Ticket) -> LetterValues {
        LetterValues(settings.letters, of: ticket, repeating: ticket.citizen.isVerified)
    }
}
