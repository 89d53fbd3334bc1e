// Who may do what, in one place. "Not yours" looks like "not there": what somebody may not read
// is answered with ``DeskError/notFound``.

extension StaffIdentity {
    /// True when the person may see the ticket.
    func mayRead(_ ticket: Ticket) -> Bool {
        !roles.isEmpty && (seesAllQueues || queues.contains(ticket.queue))
    }

    /// True when the person may change what they see.
    var mayWork: Bool {
        !roles.isDisjoint(with: [.agent, .supervisor, .administrator])
    }

    /// True when the person may change the ticket: an auditor sees every queue, but who is also an
    /// agent works their own queues only.
    func mayWork(on ticket: Ticket) -> Bool {
        if roles.contains(.administrator) { return true }
        return mayWork && (queues.isEmpty || queues.contains(ticket.queue))
    }

    /// True when the person may see and undo what articles were taught, by tickets of every queue.
    var mayTeach: Bool {
        !roles.isDisjoint(with: [.supervisor, .administrator]) && seesAllQueues
    }

    /// The queues a list may show; nil means all.
    var visibleQueues: [String]? { seesAllQueues ? nil : queues }

    private var seesAllQueues: Bool {
        queues.isEmpty || !roles.isDisjoint(with: [.auditor, .administrator])
    }
}
