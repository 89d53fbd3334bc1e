import DeskAPI
import JSONText

extension Page<TicketBody> {
    /// The same members as ``encode(to:)`` writes.
    func write(to json: inout JSONOctets) {
        json.object { json in
            json.list("items", items) { $1.write(to: &$0) }
            json.member("next", next)
        }
    }
}

extension TicketBody {
    /// The same members as ``encode(to:)`` writes.
    func write(to json: inout JSONOctets) {
        json.object { json in
            json.member("number", number)
            json.member("subject", subject)
            json.member("state", state)
            json.member("kind", kind)
            json.member("category", category)
            json.member("priority", priority)
            json.member("channel", channel)
            json.member("queue", queue)
            json.member("assignee", assignee)
            json.member("language", language)
            json.member("service", service)
            json.object("citizen") { citizen.write(to: &$0) }
            json.object("symptom") { symptom.write(to: &$0) }
            json.member("created_at", createdAt)
            json.member("updated_at", updatedAt)
            json.member("first_reply_at", firstReplyAt)
            json.member("resolved_at", resolvedAt)
            json.object("due") { due.write(to: &$0) }
            json.member("outcome", outcome)
            json.member("article", article)
            json.member("contacts", contacts)
            json.list("suggestions", suggestions) { json, suggestion in
                json.object { json in
                    json.member("article", suggestion.article)
                    json.member("title", suggestion.title)
                    json.member("confidence", suggestion.confidence)
                }
            }
            json.member("protected", protected)
            json.member("merged_into", optional: mergedInto)
            json.member("merged", merged)
            json.member("snoozed_until", snoozedUntil)
            json.member("follow_up_at", followUpAt)
            json.list("triage", triage) { $0.item($1) }
            json.member("register", register)
            if let unit {
                json.object("unit") { unit.write(to: &$0) }
            } else {
                json.member("unit", String?.none)
            }
            json.member("incident", optional: incident)
            json.member("maintenance", optional: maintenance)
            if let hold {
                json.object("hold") { hold.write(to: &$0) }
            } else {
                json.member("hold", String?.none)
            }
        }
    }
}

extension CitizenBody {
    fileprivate func write(to json: inout JSONOctets) {
        json.member("name", name)
        json.member("email", email)
        json.member("phone", phone)
        json.member("verified", verified)
    }
}

extension SymptomBody {
    fileprivate func write(to json: inout JSONOctets) {
        json.member("e_id", eId)
        json.list("codes", codes) { $0.item($1) }
        json.member("device", device)
        json.member("step", step)
    }
}

extension DueBody {
    fileprivate func write(to json: inout JSONOctets) {
        json.member("first_reply_at", firstReplyAt)
        json.member("next_reply_at", nextReplyAt)
        json.member("resolution_at", resolutionAt)
        json.member("overdue", overdue)
    }
}

extension UnitBody {
    fileprivate func write(to json: inout JSONOctets) {
        json.member("id", id)
        json.member("name", name)
        json.member("given_at", givenAt)
        json.member("answered_at", answeredAt)
        json.member("answer", answer)
    }
}

extension HoldBody {
    fileprivate func write(to json: inout JSONOctets) {
        json.member("reason", reason)
        json.member("staff", staff)
        json.member("since", since)
    }
}

extension JSONOctets {
    /// A number, or null.
    fileprivate mutating func member(_ name: StaticString, optional number: Int64?) {
        if let number {
            member(name, number)
        } else {
            member(name, String?.none)
        }
    }

    /// A moment, or null.
    fileprivate mutating func member(_ name: StaticString, _ moment: Timestamp?) {
        if let moment {
            member(name, plain: moment.append)
        } else {
            member(name, String?.none)
        }
    }
}
