/// What no crash may break: it follows from what the desk writes in one transaction.
extension StoreAudit {
    /// Something that must not be in a store, as the rows that break it.
    struct Rule {
        var name: String
        var breach: String
    }

    /// Those that begin with a copy of a message which stands elsewhere.
    static let splitTickets =
        "SELECT ticket FROM events WHERE kind = 'opened' AND details LIKE '%split_from%'"

    /// How far each hand-off has come.
    static let handoffStates = """
        SELECT h.id AS id, h.ticket AS ticket, h.summary AS summary, s.state AS state
        FROM handoffs h JOIN handoff_steps s ON s.handoff = h.id
            AND s.place = (SELECT max(place) FROM handoff_steps WHERE handoff = h.id)
        """

    /// Events that name the hand-off `h`, whose id is octets there and text in an event.
    private static func eventsOfHandoff(_ kind: String) -> String {
        """
        (SELECT count(*) FROM events WHERE ticket = h.ticket AND kind = '\(kind)'
            AND replace(details, '-', '') LIKE '%' || lower(hex(h.id)) || '%')
        """
    }

    /// All of them.
    static let rules = ownRules + historyRules + recordRules

    /// What the parts of one matter are to each other.
    private static let ownRules = [
        Rule(
            name: "a ticket without its first message",
            breach: "SELECT 1 FROM tickets WHERE number NOT IN (SELECT ticket FROM messages)"
        ),
        Rule(
            name: "a ticket that was not opened exactly once",
            breach: """
                SELECT 1 FROM tickets t LEFT JOIN events e ON e.ticket = t.number
                    AND e.kind = 'opened'
                GROUP BY t.number HAVING count(e.id) != 1
                """
        ),
        Rule(
            name: "a message out of the order they were written in",
            breach: """
                SELECT 1 FROM (
                    SELECT id, lag(id) OVER (PARTITION BY ticket ORDER BY rowid) AS before
                    FROM messages)
                WHERE id <= before
                """
        ),
        Rule(
            name: "a mail kept without its octets",
            breach: "SELECT 1 FROM mails WHERE raw NOT IN (SELECT digest FROM blobs)"
        ),
        Rule(
            name: "a citizen's mail without the mail it came as",
            breach: """
                SELECT 1 FROM messages WHERE kind = 'inbound' AND mail_references IS NOT NULL
                    AND id NOT IN (SELECT message FROM mails) AND ticket NOT IN (\(splitTickets))
                """
        ),
        Rule(
            name: "a file without its octets",
            breach: "SELECT 1 FROM attachments WHERE digest NOT IN (SELECT digest FROM blobs)"
        ),
        Rule(
            name: "octets that belong to nothing",
            breach: """
                SELECT 1 FROM blobs WHERE digest NOT IN (SELECT raw FROM mails)
                    AND digest NOT IN (SELECT digest FROM attachments)
                """
        ),
        Rule(
            name: "a reply that no letter carries",
            breach: """
                SELECT 1 FROM messages JOIN tickets t ON t.number = ticket
                WHERE messages.kind = 'reply' AND t.erased_at IS NULL
                    AND id NOT IN (SELECT message FROM outbox WHERE message IS NOT NULL)
                """
        ),
        Rule(
            name: "replies that the history does not count",
            breach: """
                SELECT 1 FROM tickets t
                WHERE (SELECT count(*) FROM messages WHERE ticket = t.number AND kind = 'reply')
                    != (SELECT count(*) FROM events WHERE ticket = t.number AND kind = 'replied')
                """
        ),
        Rule(
            name: "letters sent that the history does not count",
            breach: """
                SELECT 1 FROM tickets t
                WHERE t.erased_at IS NULL AND (SELECT count(*) FROM outbox
                        WHERE ticket = t.number AND state = 'sent' AND message IS NOT NULL)
                    != (SELECT count(*) FROM events WHERE ticket = t.number AND kind = 'delivered')
                """
        ),
        Rule(
            name: "letters that nobody wrote and the history does not count",
            breach: """
                SELECT 1 FROM tickets t WHERE t.erased_at IS NULL
                    AND (SELECT count(*) FROM outbox WHERE ticket = t.number AND message IS NULL)
                    != (SELECT count(*) FROM events WHERE ticket = t.number AND kind = 'notified')
                """
        ),
        Rule(
            name: "a hand-off that was not asked for exactly once",
            breach: """
                SELECT 1 FROM handoffs h WHERE 1 != \(eventsOfHandoff("handoff_requested"))
                        + \(eventsOfHandoff("handoff_refused"))
                    OR id NOT IN (SELECT handoff FROM handoff_steps)
                """
        ),
        Rule(
            name: "a hand-off that stands elsewhere than at its last step",
            breach: """
                SELECT 1 FROM (\(handoffStates)) s JOIN handoffs h ON h.id = s.id
                WHERE h.state != s.state
                """
        ),
        Rule(
            name: "ends of a hand-off that the history does not count",
            breach: """
                SELECT 1 FROM (\(handoffStates)) h
                WHERE (state NOT IN (
                        'requested', 'validated', 'dialling', 'ringing', 'answered', 'joining'))
                    != \(eventsOfHandoff("handoff_ended")) + \(eventsOfHandoff("handoff_refused"))
                """
        ),
        Rule(
            name: "a ticket handed off that did not go there, or without what was said of it",
            breach: """
                SELECT 1 FROM (\(handoffStates)) h
                WHERE (state = 'completed') != \(eventsOfHandoff("unassigned"))
                    OR state = 'completed' AND summary IS NOT NULL
                        AND ticket NOT IN (SELECT ticket FROM messages WHERE kind = 'note')
                """
        ),
        Rule(
            name: "somebody lost on the way who is owed no call",
            breach: """
                SELECT 1 FROM (\(handoffStates)) WHERE state = 'caller_gone'
                    AND ticket NOT IN (SELECT ticket FROM call_backs)
                """
        ),
        Rule(
            name: "an answer to an incident that goes to nobody",
            breach: """
                SELECT 1 FROM incident_answers WHERE id NOT IN (SELECT answer FROM incident_letters)
                """
        ),
        Rule(
            name: "an answer to an incident that is said to be written and is not, or by half",
            breach: """
                SELECT 1 FROM incident_letters l JOIN incident_answers a ON a.id = l.answer
                WHERE l.state = 'written' AND (
                    NOT EXISTS (SELECT 1 FROM messages
                        WHERE ticket = l.ticket AND kind = 'reply' AND created_at = l.at)
                    OR a.resolves = 1 AND l.ticket NOT IN (
                        SELECT ticket FROM events WHERE kind = 'resolved'))
                """
        ),
        Rule(
            name: "an event that goes to a webhook twice",
            breach: """
                SELECT 1 FROM webhook_deliveries GROUP BY webhook, event HAVING count(*) != 1
                """
        ),
        Rule(
            name: "an event that goes to a webhook which has not come to it yet",
            breach: """
                SELECT 1 FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook
                WHERE (d.seal, d.seal_index) > (w.seal, w.seal_index)
                """
        ),
        Rule(
            name: "an event that goes to a webhook and is not there, or not sealed",
            breach: """
                SELECT 1 FROM webhook_deliveries WHERE event NOT IN (SELECT id FROM events)
                    OR event IN (SELECT record FROM unsealed WHERE source = 1)
                """
        ),
    ]
}
