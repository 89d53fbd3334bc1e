import DeskTesting
import Foundation
import Testing

extension WorkingDay {
    /// What the outside has got of a day.
    struct Outside {
        /// What the webhook's receiver has heard, see ``WorkingDay/heard()``.
        var heard: [(id: String, event: String)]
        /// The mails of each citizen who was written to.
        var mails: [[MailboxMail]] = []
    }

    /// What the store must not lack and must not have, when `current` was interrupted and all before
    /// it was acknowledged.
    func check(_ audit: StoreAudit, interrupted current: Errand) throws {
        let outside = Outside(heard: try heard())
        for fault in faults(of: audit, outside, interrupted: current) { Issue.record("\(fault)") }
    }

    /// Looks once more at everything, when the day is over.
    func checkAtTheEnd() async throws {
        let faults = faultsAtTheEnd(of: try await house.auditStore(), try outside())
        for fault in faults { Issue.record("\(fault)") }
    }

    /// All that the outside has got.
    func outside() throws -> Outside {
        Outside(
            heard: try heard(),
            mails: try MailSink.shared().mails(for: [citizen] + sufferers)
        )
    }

    /// The same as ``check(_:interrupted:)``, in words.
    func faults(
        of audit: StoreAudit,
        _ outside: Outside,
        interrupted current: Errand
    ) -> [String] {
        var faults = audit.faults + faultsOfWebhook(audit, outside)
        for (errand, count, wanted) in found(in: audit) {
            if errand < current {
                if count != wanted { faults.append("\(errand) was acknowledged: \(count)") }
            } else if current >= Self.beginning(of: errand) {
                if count > wanted { faults.append("\(errand) was under way: \(count)") }
            } else if count != 0 {
                faults.append("\(errand) was never asked for: \(count)")
            }
        }
        let replies = sufferers.map { audit.count("replied", of: subject(of: $0)) }
        if replies.contains(where: { $0 > 1 }) { faults.append("an incident's reply is doubled") }
        if replies.reduce(0, +) != audit.incidentLetters.count(where: { $0 == "written" }) {
            faults.append("an incident's letters are not its replies")
        }
        return faults
    }

    /// The couriers need nobody to ask them: a letter may be settled before it is waited for.
    private static func beginning(of errand: Errand) -> Errand {
        switch errand {
        case .delivery: .reply
        case .letters: .incidentAnswer
        default: errand
        }
    }

    /// How often the store has what each errand leaves there, and how often it is to have it.
    func found(in audit: StoreAudit) -> [(errand: Errand, count: Int, wanted: Int)] {
        let merged = audit.events.count { $0 == "merged" }
        let released = audit.changes.count { $0 == "mail_released" }
        let subjects = sufferers.map(subject)
        return [
            (.webhook, audit.changes.count { $0 == "webhook_created" }, 1),
            (.mail, audit.mails.count { $0 == first.messageID }, 1),
            (.call, audit.tickets.count { $0 == callSubject }, 1),
            (.incident, audit.changes.count { $0 == "incident_opened" }, 1),
            (.sufferers, audit.tickets.count { subjects.contains($0) }, 2),
            (.incidentAnswer, audit.incidentAnswers, 1),
            (.reply, audit.count("replied", of: first.subject), 1),
            (.delivery, audit.count("delivered", of: first.subject), 1),
            (.assignment, audit.count("assigned", of: callSubject), 1),
            (.handoff, min(audit.handoffs.count, 1), 1),
            (.lostCaller, audit.handoffs.count { $0 == "caller_gone" }, 1),
            (.callBack, audit.callBacks.count { $0 == "made" }, 1),
            (.handoffAgain, max(audit.handoffs.count - 1, 0), 1),
            (.passing, audit.handoffs.count { $0 == "completed" }, 1),
            (.answer, audit.mails.count { $0 == second.messageID }, 1),
            (.resolution, audit.count("resolved", of: callSubject), 1),
            (.stranger, audit.held + released, 1),
            (.release, released, 1),
            (.split, audit.events.count { $0 == "split" }, 1),
            // Both tickets tell of it, and neither alone.
            (.merger, merged == 0 ? 0 : merged - 1, 1),
            (.erasure, audit.events.count { $0 == "erased" }, 1),
            (.complaint, audit.count("registered", of: complaintSubject), 1),
            (.verdict, audit.count("judged", of: first.subject), 1),
            (.hold, audit.count("held", of: callSubject), 1),
            (.letters, subjects.map { audit.count("delivered", of: $0) }.reduce(0, +), 2),
        ]
    }

    /// Each event has one id, by which the receiver knows it again, and none is said to be told that
    /// was not.
    private func faultsOfWebhook(_ audit: StoreAudit, _ outside: Outside) -> [String] {
        let ids = Set(outside.heard.map(\.id))
        let events = Set(outside.heard.map(\.event))
        let pairs = Set(outside.heard.map { "\($0.id) \($0.event)" })
        let delivered = audit.deliveries.filter { $0.value == "delivered" }.map(\.key)
        var faults: [String] = []
        if ids.count != pairs.count || events.count != pairs.count {
            faults.append("an event was told under two ids, or two under one")
        }
        if !ids.isSuperset(of: delivered) { faults.append("an event is said to be told") }
        if !ids.isSubset(of: audit.deliveries.keys) { faults.append("what was told is not known") }
        return faults
    }

    /// The same as ``checkAtTheEnd()``, in words.
    func faultsAtTheEnd(of audit: StoreAudit, _ outside: Outside) -> [String] {
        var faults = audit.faults + faultsOfWebhook(audit, outside)
        func check(_ name: String, _ found: [String], _ wanted: [String]) {
            if found.sorted() != wanted { faults.append("\(name): \(found.sorted())") }
        }
        if audit.seals == 0 { faults.append("nothing was sealed") }
        // Whoever closes the house seals what came last.
        if audit.unsealed != 0 { faults.append("not sealed: \(audit.unsealed)") }
        check("mails", audit.mails, [first.messageID, second.messageID].sorted())
        let tickets = ["", "Delat \(name)", first.subject, callSubject, complaintSubject]
        check("tickets", audit.tickets, (tickets + sufferers.map(subject)).sorted())
        let inbound = Array(repeating: "inbound", count: 8)
        check("messages", audit.messages, inbound + ["note", "reply", "reply", "reply"])
        if audit.held != 0 { faults.append("held: \(audit.held)") }
        check("letters", audit.letters, ["sent", "sent", "sent"])
        if audit.notices.count != 1 { faults.append("notices: \(audit.notices.count)") }
        check("hand-offs", audit.handoffs, ["caller_gone", "completed"])
        check("call-backs", audit.callBacks, ["made"])
        check("incident letters", audit.incidentLetters, ["written", "written"])
        check("events", audit.events, Self.events)
        check("told", Array(audit.deliveries.values), Self.events.map { _ in "delivered" })
        return faults + outside.mails.flatMap(Self.faults)
    }

    /// Sent at least once, and under one Message-ID, by which the citizen's program knows it again.
    private static func faults(of mails: [MailboxMail]) -> [String] {
        let letters = mails.filter { $0.header["auto-submitted"] == nil }
        let receipts = mails.filter { $0.header["auto-submitted"] != nil }
        var faults: [String] = []
        if letters.isEmpty { faults.append("a letter did not come") }
        if Set(letters.map { $0.bare("message-id") }).count > 1 {
            faults.append("a letter came as two")
        }
        if Set(receipts.map { $0.bare("message-id") }).count > 1 {
            faults.append("a receipt came as two")
        }
        return faults
    }

    /// The kinds of all events of a day.
    static let events = [
        "assigned", "delivered", "delivered", "delivered", "erased", "handoff_ended",
        "handoff_ended", "handoff_requested", "handoff_requested", "held", "incident_linked",
        "incident_linked", "join_requested", "judged", "merged", "merged", "notified", "opened",
        "opened", "opened", "opened", "opened", "opened", "opened", "received", "registered",
        "replied", "replied", "replied", "resolved", "resolved", "resolved", "resolved", "split",
        "unassigned", "unit_assigned",
    ]
}
