import Foundation

extension Desk {
    /// Draws what follows from a mail that was added to a ticket.
    ///
    /// A report marks the letter it is about, and its recipient; somebody who writes again can be
    /// written to again.
    func heed(
        _ mail: ReceivedMail,
        on ticket: TicketNumber,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard let report = mail.report else {
            guard mail.origin == .person, mail.standing != .failed, let author = mail.author else {
                return
            }
            return try transaction.forgetRefusal(of: author.lowercased())
        }
        guard let letter = try letter(of: report, in: mail.text, on: ticket, in: transaction),
            let recipient = report.recipient(of: letter.letter)
        else { return }
        switch recipient.action {
        case .failed:
            let isOnOurs = report.messageID.flatMap(proof.message(ofMessageID:)) != nil
            let stops = recipient.stops(isOnOurs: isOnOurs)
            try fail(letter, recipient, stops: stops, at: moment, in: transaction)
        case .delayed:
            try record(.delayed, letter, recipient, at: moment, in: transaction)
        case .delivered, .relayed, .expanded:
            break
        }
    }

    /// The letter a report is about: the one whose Message-ID it returns, or else, for the report
    /// came to a signed address of the ticket, the newest of that to an address that the report names.
    ///
    /// In words alone it may name an address in any way, or, where mail was forwarded, another one: then
    /// it is about the newest letter.
    private func letter(
        of report: DeliveryReport,
        in text: String,
        on ticket: TicketNumber,
        in reading: any DeskReading
    ) throws(DeskError) -> OutboxEntry? {
        if let id = report.messageID, let message = proof.message(ofMessageID: id) {
            // A letter that is no message is known by its own id.
            if let letter = try reading.letter(carrying: message) { return letter }
            return try reading.letter(message)
        }
        let all = try reading.newestLetters(of: ticket, limit: Self.reportedLettersMax)
        let gone = all.filter { $0.state != .queued || $0.leasedUntil != nil }
        // What no human wrote leaves with a null return path: nothing comes back of that by rights.
        let letters = gone.filter { !$0.letter.isAutomatic } + gone.filter(\.letter.isAutomatic)
        guard report.isInWords else {
            return letters.first { report.recipient(of: $0.letter) != nil }
        }
        let words = text.lowercased()
        return letters.first { words.contains($0.letter.toAddress.lowercased()) } ?? letters.first
    }

    /// Letters of a ticket, from the newest, that a report may be about which returns no Message-ID.
    private static let reportedLettersMax = 20

    private func fail(
        _ letter: OutboxEntry,
        _ recipient: DeliveryReport.Recipient,
        stops: Bool,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        if stops {
            try transaction.keepRefusal(
                of: letter.letter.toAddress.lowercased(),
                status: recipient.status,
                at: moment
            )
        }
        // The report of a second server on its way, or the same one once more.
        guard letter.state != .failed else { return }
        var failed = letter
        failed.state = .failed
        failed.lastError = "returned: \(recipient.status)"
        try transaction.overwrite(failed)
        if !letter.letter.isAutomatic {
            try transaction.returnToDesk(letter.ticket, clocks: settings.clocks, at: moment)
        }
        try record(.undeliverable, letter, recipient, at: moment, in: transaction)
    }

    private func record(
        _ kind: TicketEvent.Kind,
        _ letter: OutboxEntry,
        _ recipient: DeliveryReport.Recipient,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        var details = ["detail": recipient.status]
        if let message = letter.message { details["message"] = message.description }
        try transaction.record(
            TicketEvent(
                ticket: letter.ticket,
                at: moment,
                actor: .system,
                kind: kind,
                details: details
            )
        )
    }

    /// Refuses to write to an address that is known not to exist: the clerk must know now, not when
    /// the next report comes.
    func checkReaches(
        _ address: String,
        at moment: Date,
        in reading: any DeskReading
    ) throws(DeskError) {
        guard let refusal = try reading.refusal(of: address.lowercased()),
            moment.timeIntervalSince(refusal.at) < Self.refusalLifetime
        else { return }
        throw .wrongState(
            detail: "Mail to this citizen comes back (\(refusal.status)). Correct the address, or "
                + "reach them another way."
        )
    }

    /// For how long an address counts as dead; after that a letter tries it again.
    static let refusalLifetime: TimeInterval = 60 * 24 * 3_600
}

extension DeliveryReport {
    /// What it says of a letter's recipient; a mail that was forwarded fails under another address,
    /// and then what a report on the letter alone says is about it all the same, as what it says in words
    /// alone is.
    fileprivate func recipient(of letter: Letter) -> Recipient? {
        let address = letter.toAddress.lowercased()
        let named = recipients.first { $0.addresses.contains { $0.lowercased() == address } }
        let isAboutOne = recipients.count == 1 && messageID != nil || isInWords
        return named ?? (isAboutOne ? recipients[0] : nil)
    }
}
