import Cryptography
public import Foundation

extension Desk {
    /// A page of held mails, newest first, and whether there are more.
    ///
    /// Shown to whoever may see the ticket that a mail claims; of one that claims none, to whoever
    /// may see the queue that new tickets go to. What a protected person wrote is shown to nobody
    /// who does not see protected people, whatever it claims.
    public func quarantine(
        _ query: QuarantineQuery,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (mails: [HeldMail], hasMore: Bool) {
        precondition((1...DeskSettings.pageMax).contains(query.limit), "checked at the door")
        guard let sight = TicketSight(staff) else { return ([], false) }
        var wanted = query
        sight.limit(&wanted)
        wanted.defaultQueue = settings.queue
        wanted.limit += 1
        let request = wanted
        let (found, isSecret) = try await store.read { reading throws(DeskError) in
            let found = try reading.heldMails(request)
            for mail in found.prefix(query.limit) where try self.isSecret(mail, in: reading) {
                return (found, true)
            }
            return (found, false)
        }
        let mails = Array(found.prefix(query.limit))
        try await show(mails, isSecret: isSecret, to: staff)
        return (mails.map(\.masked), found.count > query.limit)
    }

    /// One held mail, with its words as far as they can be read.
    public func heldMail(
        _ id: UUIDv7,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (mail: HeldMail, text: String) {
        let (held, isSecret, raw) = try await store.read { reading throws(DeskError) in
            let (held, _) = try self.held(id, visibleTo: staff, in: reading)
            let isSecret = try self.isSecret(held, in: reading)
            return (held, isSecret, try reading.rawMail(ofHeld: id))
        }
        try await show(held, isSecret: isSecret, to: staff)
        let read = try await reader.read(raw)
        return (held.masked, IdentityNumbers.masked(in: body(of: read)))
    }

    /// Lets a held mail through: into a ticket, or into one of its own.
    ///
    /// Who asked to join a ticket and is let in is one of its parties from then on.
    ///
    /// - Returns: the ticket it went into, or where it has come to another way.
    /// - Throws: ``DeskError/notFound`` also for a mail that has come another way to a ticket which
    ///   this person may not see; it can be thrown away.
    public func release(
        _ id: UUIDv7,
        into number: TicketNumber?,
        by staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        let (raw, receivedAt) = try await store.read { reading throws(DeskError) in
            let held = try self.held(id, workableBy: staff, in: reading)
            return (try reading.rawMail(ofHeld: id), held.receivedAt)
        }
        let mail = try await reader.read(raw)
        let moment = now()
        // Its writer has waited since it came. Also for a ticket that is there: whether a life is in
        // danger is read here and not in the transaction, which others wait for.
        let draft = try await draft(of: mail, at: receivedAt, into: number)
        let octets = try await store.read { reading throws(DeskError) in
            self.octets(of: mail, in: reading)
        }
        let (receipt, ticket) = try await store.write { transaction throws(DeskError) in
            let held = try self.held(id, workableBy: staff, in: transaction)
            let placement = try self.placement(
                of: mail,
                held,
                into: number,
                by: staff,
                in: transaction
            )
            let receipt = try self.carryOut(
                placement,
                of: mail,
                ReadyMail(draft: draft, octets: octets),
                at: moment,
                in: transaction
            )
            try transaction.deleteHeldMail(id)
            try transaction.record(
                held.change(
                    .mailReleased,
                    ["ticket": String(receipt.ticket.rawValue)],
                    by: staff.id,
                    at: moment
                )
            )
            try self.admit(mail, held, to: number, by: staff, at: moment, in: transaction)
            return (receipt, try transaction.ticket(receipt.ticket))
        }
        count(receipt, opening: draft)
        return ticket
    }

    /// Throws a held mail away, for good.
    public func discardHeldMail(
        _ id: UUIDv7,
        by staff: StaffIdentity
    ) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            let held = try self.held(id, workableBy: staff, in: transaction)
            // Who keeps a copy can show that it is the one that was thrown away.
            let digest = Digest(of: try transaction.rawMail(ofHeld: id).bytes)
            try transaction.deleteHeldMail(id)
            try transaction.record(
                held.change(
                    .mailDiscarded,
                    ["sha256": digest.hexadecimal],
                    by: staff.id,
                    at: moment
                )
            )
        }
    }

    private func held(
        _ id: UUIDv7,
        visibleTo staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> (mail: HeldMail, claimed: Ticket?) {
        let held = try reading.heldMail(id)
        if !staff.seesProtected, try reading.isProtected(Citizen(email: held.sender)) {
            throw .notFound
        }
        guard let claims = held.claims else {
            guard staff.may(.readTickets, inQueue: settings.queue) else { throw .notFound }
            return (held, nil)
        }
        return (held, try reading.ticket(claims, readableBy: staff))
    }

    /// True for what is recorded before it is shown: it is as secret as the person who wrote it, and
    /// as the ticket that it claims, or the queue that it would go to.
    private func isSecret(
        _ held: HeldMail,
        in reading: any DeskReading
    ) throws(DeskError) -> Bool {
        if try reading.isProtected(Citizen(email: held.sender)) { return true }
        guard let claims = held.claims else {
            return settings.confidentialQueues.contains(settings.queue)
        }
        return isSecret(try reading.ticket(claims))
    }

    private func held(
        _ id: UUIDv7,
        workableBy staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> HeldMail {
        let (held, claimed) = try held(id, visibleTo: staff, in: reading)
        let mayDecide =
            claimed.map { staff.may(.releaseMail, on: $0) }
            ?? staff.may(.releaseMail, inQueue: settings.queue)
        guard mayDecide else { throw .notPermitted }
        return held
    }

    /// Where staff puts it; a mail that came again meanwhile by another way is not taken twice.
    private func placement(
        of mail: ReceivedMail,
        _ held: HeldMail,
        into number: TicketNumber?,
        by staff: StaffIdentity,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> MailPlacement {
        let (identity, known) = try transaction.known(mail)
        var decision = MailPlacement.Decision.open(follows: nil)
        // Its author is let into that ticket, even when the mail has come another way.
        if let number {
            let ticket = try named(number, "/ticket", in: transaction) {
                (transaction) throws(DeskError) in
                try transaction.ticket(number, workableBy: staff)
            }
            decision = .append(ticket)
        }
        if let known {
            _ = try transaction.ticket(known.ticket, readableBy: staff)
            decision = .duplicate(known)
        }
        return MailPlacement(
            decision: decision,
            claim: .none,
            voice: mail.origin,
            identity: identity,
            verdicts: held.verdicts.filter { $0.step != .placement } + [
                MailVerdict(.placement, "let through by staff: \(decision.outcome)")
            ],
            reachedAt: held.receivedAt
        )
    }

    /// Makes the author a party of the ticket they were let into.
    private func admit(
        _ mail: ReceivedMail,
        _ held: HeldMail,
        to number: TicketNumber?,
        by staff: StaffIdentity,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard held.reason == .foreignTicket, let number, let author = mail.author else { return }
        // Their next mail may name either: this one, or the one that it went into.
        let ticket = try transaction.survivor(of: transaction.ticket(number)).number
        for one in Set([number, ticket]) {
            try transaction.insertParty(author.lowercased(), of: one)
        }
        try transaction.record(
            TicketEvent(
                ticket: ticket,
                at: moment,
                actor: .staff(id: staff.id, name: staff.name),
                kind: .joinAccepted,
                details: ["mail": held.id.description]
            )
        )
    }

    /// Puts a mail into quarantine; the ticket it claims hears of the request and is not changed.
    func hold(
        _ mail: ReceivedMail,
        _ raw: PackedOctets,
        _ reason: HoldReason,
        _ claims: TicketNumber?,
        _ placement: MailPlacement,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> MailReceipt {
        let held = HeldMail(
            id: UUIDv7(at: moment),
            reason: reason,
            claims: claims,
            sender: mail.author ?? mail.sender.email,
            senderName: mail.sender.name,
            subject: subject(of: mail),
            verdicts: placement.verdicts,
            size: mail.raw.count,
            receivedAt: moment
        )
        let nowhere = TicketNumber(rawValue: 0)
        let isNew = try transaction.insert(
            held,
            raw,
            from: mail.reversePath,
            to: mail.replyToken,
            under: mail.heldIdentity
        )
        guard isNew else {
            return MailReceipt(ticket: nowhere, effect: .duplicate)
        }
        if let claims, reason == .foreignTicket {
            try transaction.record(
                TicketEvent(
                    ticket: claims,
                    at: moment,
                    actor: .system,
                    kind: .joinRequested,
                    details: ["mail": held.id.description]
                )
            )
        }
        return MailReceipt(ticket: nowhere, effect: .held)
    }
}

extension HeldMail {
    /// That it was thrown away because nobody decided on it in time.
    public func expiry(at moment: Date) -> ChangeRecord {
        let why = ["cause": "mail.quarantine-days", "size": String(size)]
        return change(.mailDiscarded, why, by: ChangeRecord.program, at: moment)
    }

    fileprivate func change(
        _ act: ChangeRecord.Act,
        _ more: [String: String],
        by staff: String,
        at moment: Date
    ) -> ChangeRecord {
        var details = more
        details["reason"] = reason.rawValue
        details["claims"] = claims.map { String($0.rawValue) }
        return ChangeRecord(
            at: moment,
            staff: staff,
            act: act,
            subject: id.description,
            details: details
        )
    }
}
