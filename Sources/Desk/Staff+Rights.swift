// What ``RightsTable`` says of one person and one ticket. "Not yours" looks like "not there": what
// somebody may not read is answered with ``DeskError/notFound``.

extension StaffIdentity {
    /// True when the person may do something that concerns no single ticket.
    public func may(_ right: Right) -> Bool { may(right, in: .own) }

    /// True when the person may do it to the ticket.
    func may(_ right: Right, on ticket: Ticket) -> Bool {
        may(right, in: scope(of: ticket))
            && (!ticket.isProtected || may(right, in: .protected))
    }

    /// True when the person may see the ticket.
    func mayRead(_ ticket: Ticket) -> Bool { may(.readTickets, on: ticket) }

    /// True when the person may change the ticket: an auditor sees every queue, but who is also an
    /// agent works their own queues only.
    func mayWork(on ticket: Ticket) -> Bool { may(.workTickets, on: ticket) }

    /// A token is no person who could answer for having read an identity number.
    private func may(_ right: Right, in scope: Scope) -> Bool {
        if isService, RightsTable.personal.contains(right) { return false }
        return RightsTable.house.allows(right, to: roles, in: scope)
    }

    /// True when a right of this person's reaches people whose identity is protected.
    public func reachesProtected(by right: Right) -> Bool {
        may(right) && may(right, in: .protected)
    }

    /// True when the person may see and undo what articles were taught, by tickets of every queue.
    var mayTeach: Bool {
        may(.teachArticles) && (queues.isEmpty || may(.readTickets, in: .foreign))
    }

    /// True when the person may do it to what comes into the queue.
    func may(_ right: Right, inQueue queue: String) -> Bool { may(right, in: scope(of: queue)) }

    /// True when the person may hand calls off to numbers that no destination has.
    var mayDialNumbers: Bool { may(.dialNumbers) }

    /// True when the person takes calls.
    var mayTakeCalls: Bool { may(.takeCalls) }

    /// True when the person sees people whose identity is protected.
    var seesProtected: Bool { may(.readTickets, in: .protected) }

    /// A ticket that was given to this person's unit is as good as in its queue, unless where it lies
    /// is confidential.
    private func scope(of ticket: Ticket) -> Scope {
        let scope = scope(of: ticket.queue)
        guard scope == .foreign, let queue = ticket.unit?.queue, queues.contains(queue) else {
            return scope
        }
        return .own
    }

    private func scope(of queue: String) -> Scope {
        if closedQueues.contains(queue) { return .confidential }
        return queues.isEmpty || queues.contains(queue) ? .own : .foreign
    }

    /// This person with confidential queues in the desk's own spelling: a directory keeps what was
    /// typed there.
    func spelled(by settings: DeskSettings) -> Self {
        var staff = self
        staff.queues = queues.map(settings.spelling)
        return staff
    }

    /// This person at a desk where some queues are confidential.
    func admitted(where confidential: Set<String>) -> Self {
        var staff = self
        staff.closedQueues = confidential.subtracting(queues)
        return staff
    }
}

/// What of all tickets a list may show to somebody.
struct TicketSight: Sendable, Equatable {
    /// Only these queues, and what was given to units that work in them; nil means all.
    var queues: [String]?
    /// Never these.
    var hiddenQueues: [String] = []
    /// False leaves out tickets of people with protected identity.
    var showsProtected: Bool

    /// What ``RightsTable`` gives this person to see; nil when that is nothing.
    init?(_ staff: StaffIdentity) {
        let table = RightsTable.house
        let sees = { table.allows(.readTickets, to: staff.roles, in: $0) }
        guard sees(.own) else { return nil }
        let isBounded = !sees(.foreign) && !staff.queues.isEmpty
        queues = isBounded ? staff.queues : nil
        hiddenQueues = sees(.confidential) ? [] : staff.closedQueues.sorted()
        showsProtected = sees(.protected)
    }

    /// Leaves of a list only what may be shown.
    func limit(_ query: inout TicketQuery) {
        query.visibleQueues = queues
        query.hiddenQueues = hiddenQueues
        query.showsProtected = showsProtected
    }

    /// Leaves of the quarantine only what may be shown.
    func limit(_ query: inout QuarantineQuery) {
        query.visibleQueues = queues
        query.hiddenQueues = hiddenQueues
        query.showsProtected = showsProtected
    }
}
