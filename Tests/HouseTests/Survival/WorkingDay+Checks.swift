import DeskTesting
import Foundation
import Testing

extension WorkingDay {
    /// What the store must not lack and must not have, when `current` was interrupted and all before
    /// it was acknowledged.
    func check(_ audit: StoreAudit, interrupted current: Errand) throws {
        for fault in audit.faults { Issue.record("\(fault)") }
        try checkWebhook(audit)
        for (errand, count, wanted) in found(in: audit) {
            if errand < current {
                #expect(count == wanted, "\(errand) was acknowledged")
            } else if current >= Self.beginning(of: errand) {
                #expect(count <= wanted, "\(errand) was under way")
            } else {
                #expect(count == 0, "\(errand) was never asked for")
            }
        }
        let replies = sufferers.map { audit.count("replied", of: subject(of: $0)) }
        #expect(replies.allSatisfy { $0 <= 1 })
        #expect(replies.reduce(0, +) == audit.incidentLetters.count { $0 == "written" })
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
    private func found(
        in audit: StoreAudit
    ) -> [(errand: Errand, count: Int, wanted: Int)] {
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
            (.letters, subjects.map { audit.count("delivered", of: $0) }.reduce(0, +), 2),
        ]
    }

    /// Each event has one id, by which the receiver knows it again, and none is said to be told that
    /// was not.
    private func checkWebhook(_ audit: StoreAudit) throws {
        let heard = try heard()
        let ids = Set(heard.map(\.id))
        #expect(Set(heard.map(\.event)).count == ids.count)
        #expect(Set(heard.map { "\($0.id) \($0.event)" }).count == ids.count)
        let delivered = audit.deliveries.filter { $0.value == "delivered" }.map(\.key)
        #expect(ids.isSuperset(of: delivered))
        #expect(ids.isSubset(of: audit.deliveries.keys))
    }

    /// Looks once more at everything, when the day is over.
    func checkAtTheEnd() async throws {
        let audit = try await house.auditStore()
        for fault in audit.faults { Issue.record("\(fault)") }
        #expect(audit.seals > 0)
        // Whoever closes the house seals what came last.
        #expect(audit.unsealed == 0)
        #expect(audit.mails.sorted() == [first.messageID, second.messageID].sorted())
        let tickets = ["", "Delat \(name)", first.subject, callSubject] + sufferers.map(subject)
        #expect(audit.tickets.sorted() == tickets.sorted())
        let inbound = Array(repeating: "inbound", count: 7)
        #expect(audit.messages.sorted() == inbound + ["note", "reply", "reply", "reply"])
        #expect(audit.held == 0)
        #expect(audit.letters == ["sent", "sent", "sent"])
        #expect(audit.notices.count == 1)
        #expect(audit.handoffs == ["caller_gone", "completed"])
        #expect(audit.callBacks == ["made"])
        #expect(audit.incidentLetters == ["written", "written"])
        #expect(audit.events.sorted() == Self.events)
        try checkWebhook(audit)
        #expect(audit.deliveries.count == audit.events.count)
        #expect(audit.deliveries.values.allSatisfy { $0 == "delivered" })
        // At least once, and under one Message-ID, by which the citizen's program knows it again.
        for mails in try MailSink.shared().mails(for: [citizen] + sufferers) {
            let letters = mails.filter { $0.header["auto-submitted"] == nil }
            #expect(!letters.isEmpty)
            #expect(Set(letters.map { $0.bare("message-id") }).count == 1)
            let receipts = mails.filter { $0.header["auto-submitted"] != nil }
            #expect(Set(receipts.map { $0.bare("message-id") }).count <= 1)
        }
    }

    /// The kinds of all events of a day.
    static let events = [
        "assigned", "delivered", "delivered", "delivered", "erased", "handoff_ended",
        "handoff_ended", "handoff_requested", "handoff_requested", "incident_linked",
        "incident_linked", "join_requested", "merged", "merged", "notified", "opened", "opened",
        "opened", "opened", "opened", "opened", "received", "replied", "replied", "replied",
        "resolved", "resolved", "resolved", "resolved", "split", "unassigned", "unit_assigned",
    ]
}
