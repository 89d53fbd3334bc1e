import Foundation

// One ticket goes into another: it stays as it was written, with its own messages and history, and
// points to the other. Whoever reads, writes or mails to it does so on that one. So nothing is moved
// that would have to be moved back, and the records of both stay whole.

/// What one ticket has given another that had none of it.
public struct TicketLoan: OptionSet, Sendable, Hashable {
    /// One bit each, as it is stored.
    public let rawValue: Int

    /// Wraps the bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    static let name = TicketLoan(rawValue: 1)
    static let phone = TicketLoan(rawValue: 2)
    static let email = TicketLoan(rawValue: 4)
    static let unit = TicketLoan(rawValue: 8)
    static let incident = TicketLoan(rawValue: 16)
    /// The answer that its citizen waits for.
    static let question = TicketLoan(rawValue: 32)
    /// What one ticket may have of another at once, and several may have to give.
    static let shared: TicketLoan = [.name, .phone, .email, .incident]
}

extension Ticket {
    /// This ticket goes into another.
    ///
    /// Only what one person asked becomes one: a reply on the other ticket goes to its citizen, who
    /// must not come to read what somebody else was told. `isSamePerson` is a clerk's word for it,
    /// where the tickets do not show it.
    ///
    /// - Throws: ``DeskError/wrongState(detail:)`` or ``DeskError/overLimit(name:limit:)``.
    mutating func go(
        into survivor: inout Ticket,
        isSamePerson: Bool,
        at moment: Date
    ) throws(DeskError) {
        precondition(survivor.mergedInto == nil, "whoever went into another was followed there")
        guard number != survivor.number else {
            throw .wrongState(detail: "A ticket cannot go into itself.")
        }
        if let mergedInto { throw .merged(number, into: mergedInto) }
        // The register's figures leave out what went into another.
        guard !kind.isRegistered || survivor.kind.isRegistered else {
            throw .wrongState(
                detail: "Ticket \(number.rawValue) is registered and ticket "
                    + "\(survivor.number.rawValue) is not: put that one into this one, or link "
                    + "them instead."
            )
        }
        guard survivor.state.isActive else {
            throw .wrongState(
                detail: "Ticket \(survivor.number.rawValue) is \(survivor.state.rawValue); reopen "
                    + "it before another goes into it."
            )
        }
        guard isSamePerson || citizen.isKnownAsSame(as: survivor.citizen) else {
            throw .wrongState(
                detail: "The tickets do not show that they are of the same person, and what is "
                    + "answered on the one would go to the other. Say that it is one person "
                    + "(same_person), or link the tickets instead."
            )
        }
        let count = survivor.absorbed + absorbed + 1
        guard count <= DeskSettings.absorbedMax else {
            throw .overLimit(name: "merged-tickets", limit: DeskSettings.absorbedMax)
        }
        lent = survivor.take(from: self)
        survivor.absorbed = count
        survivor.contacts += contacts
        // What the desk itself opened, such as to call back, is nobody's new contact.
        if (setAside ?? firstContact) != .uncounted {
            survivor.weighContact(at: max(createdAt, survivor.createdAt))
            if let askedAt = unansweredSince, survivor.owe(anAnswerSince: askedAt) {
                lent.insert(.question)
            }
        }
        // What it waits for is the desk's turn there too.
        if survivor.state == .waiting, state == .new || state == .open { survivor.state = .open }
        survivor.touch(at: moment)
        mergedInto = survivor.number
        absorbed = 0
        // Seen by whoever sees the other.
        queue = survivor.queue
        unit = survivor.unit
        close(at: moment)
    }

    private mutating func close(at moment: Date) {
        state = .closed
        outcome = .duplicate
        takeBackSolution()
        weighEnd(as: .duplicate, at: moment)
        resolvedAt = resolvedAt ?? moment
        snoozedUntil = nil
        followUpAt = nil
        clocks.askedAt = nil
        touch(at: moment)
    }

    /// It stands for itself again, and is open; what came in for it since stays with the other.
    ///
    /// - Parameters:
    ///   - survivor: what it went into.
    ///   - home: where it lies from now on.
    ///   - moment: when.
    /// - Returns: what the other has given back.
    /// - Throws: ``DeskError/wrongState(detail:)`` when it did not go into that.
    mutating func comeOut(
        of survivor: inout Ticket,
        to home: TicketHome,
        at moment: Date
    ) throws(DeskError) -> TicketLoan {
        guard mergedInto == survivor.number else {
            throw .wrongState(detail: "The ticket went into no other.")
        }
        mergedInto = nil
        (queue, unit) = (home.queue, home.unit)
        let given = survivor.giveBack(lent, to: self)
        lent = []
        try reopen(at: moment)
        survivor.absorbed = max(0, survivor.absorbed - 1)
        survivor.contacts = max(1, survivor.contacts - contacts)
        survivor.weighFewerContacts()
        survivor.touch(at: moment)
        return given
    }

    /// The ticket it went into has gone into another itself.
    mutating func follow(_ former: inout Ticket, to survivor: Ticket, at moment: Date) {
        precondition(mergedInto == former.number, "it went into that one before")
        // What was lent on from here now counts as lent to the last one; who comes out first takes only
        // its own back.
        let given = former.giveBack(lent.subtracting(.unit), to: self)
        lent = former.lent.intersection(given)
        former.lent.subtract(lent)
        mergedInto = survivor.number
        queue = survivor.queue
        unit = survivor.unit
        touch(at: moment)
    }

    /// When its citizen asked what nobody has answered; nil when no answer is owed.
    private var unansweredSince: Date? {
        guard state.isActive else { return nil }
        return clocks.askedAt ?? (firstReplyAt == nil ? createdAt : nil)
    }

    /// Somebody waits for an answer here too, and is not put off for what was to wait.
    ///
    /// - Returns: true when nobody waited before.
    private mutating func owe(anAnswerSince askedAt: Date) -> Bool {
        snoozedUntil = nil
        let before = unansweredSince
        if let before, before <= askedAt { return false }
        clocks.askedAt = askedAt
        return before == nil
    }

    /// Learns how else its citizen can be reached, who answers it, and what incident it is of.
    ///
    /// - Returns: what it had not.
    private mutating func take(from other: Ticket) -> TicketLoan {
        var taken = take(from: other, only: .shared)
        if unit == nil, let given = other.unit {
            unit = given
            taken.insert(.unit)
        }
        return taken
    }

    /// The same of these alone, such as what one that came out has taken along.
    mutating func take(from other: Ticket, only wanted: TicketLoan) -> TicketLoan {
        var taken: TicketLoan = []
        if wanted.contains(.name), citizen.name == nil, let name = other.citizen.name {
            citizen.name = name
            taken.insert(.name)
        }
        if wanted.contains(.phone), citizen.phone == nil, let phone = other.citizen.phone {
            citizen.phone = phone
            taken.insert(.phone)
        }
        if wanted.contains(.email), citizen.email == nil, let email = other.citizen.email {
            citizen.email = email
            citizen.isVerified = other.citizen.isVerified
            taken.insert(.email)
        }
        if wanted.contains(.incident), incident == nil, let known = other.incident {
            incident = known
            taken.insert(.incident)
        }
        return taken
    }

    /// Forgets what it has from another, as far as it still is what that had.
    ///
    /// - Returns: what it has forgotten.
    private mutating func giveBack(_ loan: TicketLoan, to other: Ticket) -> TicketLoan {
        var given: TicketLoan = []
        if loan.contains(.name), citizen.name == other.citizen.name {
            citizen.name = nil
            given.insert(.name)
        }
        if loan.contains(.phone), citizen.phone == other.citizen.phone {
            citizen.phone = nil
            given.insert(.phone)
        }
        if loan.contains(.email), citizen.email == other.citizen.email {
            citizen.email = nil
            citizen.isVerified = false
            given.insert(.email)
        }
        // The other shows this one's unit, whichever that is: one that was given later stays, and so
        // does one that has answered.
        if loan.contains(.unit), let unit, unit.answeredAt == nil, unit.givenAt <= other.updatedAt {
            self.unit = nil
            given.insert(.unit)
        }
        if loan.contains(.incident), incident == other.incident {
            incident = nil
            given.insert(.incident)
        }
        // What was asked later is asked of this one.
        if loan.contains(.question), let askedAt = clocks.askedAt, askedAt <= other.updatedAt {
            clocks.askedAt = nil
            given.insert(.question)
        }
        return given
    }
}

extension Citizen {
    /// True when the tickets themselves show that it is one person: by the address, or, where one of
    /// them has none, by the telephone number.
    func isKnownAsSame(as other: Citizen) -> Bool {
        if let email, let others = other.email { return email.lowercased() == others.lowercased() }
        guard let key = TelephoneKey.key(of: phone) else { return false }
        return key == TelephoneKey.key(of: other.phone)
    }
}

extension DeskSettings {
    /// How many tickets may go into one: all their messages are read together.
    public static let absorbedMax = 50
}

extension DeskError {
    /// What is asked of a ticket that went into another can only be asked of that one.
    static func merged(_ ticket: TicketNumber, into other: TicketNumber) -> DeskError {
        .wrongState(
            detail: "Ticket \(ticket.rawValue) went into \(other.rawValue); read that one."
        )
    }
}

extension DeskReading {
    /// The ticket that this one went into, or itself.
    ///
    /// One step is enough: whatever goes into another takes along what went into it before.
    func survivor(of ticket: Ticket) throws(DeskError) -> Ticket {
        guard let other = ticket.mergedInto else { return ticket }
        return try self.ticket(other)
    }

    /// The tickets that went into this one.
    func absorbed(by ticket: Ticket) throws(DeskError) -> [Ticket] {
        ticket.absorbed == 0 ? [] : try absorbed(by: ticket.number)
    }

    /// The ticket and those that went into it.
    func family(of ticket: Ticket) throws(DeskError) -> [TicketNumber] {
        [ticket.number] + (try absorbed(by: ticket)).map(\.number)
    }

    /// The newest mail that a reply to this address goes on from: of the ticket, or else of one that
    /// went into it and is of the same address.
    func thread(of ticket: Ticket, with address: String) throws(DeskError) -> MailThread? {
        if let thread = try lastInboundThread(of: ticket.number) { return thread }
        for other in try absorbed(by: ticket).reversed()
        where other.citizen.email?.lowercased() == address.lowercased() {
            if let thread = try lastInboundThread(of: other.number) { return thread }
        }
        return nil
    }
}
