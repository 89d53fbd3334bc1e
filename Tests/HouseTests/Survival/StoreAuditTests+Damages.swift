/// What each rule must notice, as it is done to the store of a whole day.
///
/// Its tickets: 1 is the first mail's, with the reply, 2 the call's, 3 and 4 are those of the
/// incident, 5 is the stranger's, who was erased, 6 was split from 1 and went into it again, 7 is the
/// complaint.
extension StoreAuditTests {
    /// Something that is done to a store, and what of it must be noticed.
    struct Damage {
        /// The rule that it breaks.
        var rule: String
        var orders: [String]
        /// Rules that cannot be kept where this one is broken so.
        var others: Set<String>

        init(_ rule: String, _ orders: String..., also others: Set<String> = []) {
            (self.rule, self.orders, self.others) = (rule, orders, others)
        }
    }

    /// The history has forgotten it: the event is another one.
    static func forget(_ kind: String, of ticket: Int) -> String {
        """
        UPDATE events SET kind = 'noted', details = '{}'
        WHERE kind = '\(kind)' AND ticket = \(ticket)
        """
    }

    /// The history tells it, and it is not so.
    static func tell(_ kind: String, of ticket: Int, _ details: String = "{}") -> String {
        """
        INSERT INTO events (ticket, at, actor_kind, kind, details)
        VALUES (\(ticket), 0, 'system', '\(kind)', '\(details)')
        """
    }

    /// One or more for each rule.
    static let damages = partDamages + historyDamages + erasureDamages + recordDamages

    private static let partDamages = [
        Damage(
            "a ticket without its first message",
            "DELETE FROM messages WHERE ticket = 5",
            also: ["mails on a ticket that the history does not count"]
        ),
        Damage("a ticket that was not opened exactly once", forget("opened", of: 2)),
        Damage("a ticket that was not opened exactly once", tell("opened", of: 2)),
        Damage(
            "a message out of the order they were written in",
            "UPDATE messages SET id = X'FF' WHERE ticket = 2 AND kind = 'inbound'"
        ),
        Damage(
            "a mail kept without its octets",
            "DELETE FROM blobs WHERE digest IN (SELECT raw FROM mails)"
        ),
        Damage(
            "a citizen's mail without the mail it came as",
            "DELETE FROM blobs WHERE digest IN (SELECT raw FROM mails)",
            "DELETE FROM mails"
        ),
        Damage(
            "a file without its octets",
            "DELETE FROM blobs WHERE digest IN (SELECT digest FROM attachments)"
        ),
        Damage("octets that belong to nothing", "DELETE FROM attachments"),
        Damage(
            "a reply that no letter carries",
            "DELETE FROM outbox WHERE ticket = 1 AND message IS NOT NULL",
            forget("delivered", of: 1)
        ),
        Damage("replies that the history does not count", forget("replied", of: 1)),
        Damage("replies that the history does not count", tell("replied", of: 1)),
        Damage("letters sent that the history does not count", forget("delivered", of: 1)),
        Damage(
            "letters sent that the history does not count",
            "UPDATE outbox SET state = 'queued' WHERE ticket = 1"
        ),
        Damage(
            "letters that nobody wrote and the history does not count",
            forget("notified", of: 1)
        ),
        Damage(
            "letters that nobody wrote and the history does not count",
            tell("notified", of: 2)
        ),
        Damage(
            "a hand-off that was not asked for exactly once",
            forget("handoff_requested", of: 2)
        ),
        Damage(
            "a hand-off that was not asked for exactly once",
            "DELETE FROM handoff_steps WHERE handoff = (SELECT min(id) FROM handoffs)"
        ),
        Damage(
            "a hand-off that stands elsewhere than at its last step",
            "UPDATE handoffs SET state = 'ringing'"
        ),
        Damage(
            "ends of a hand-off that the history does not count",
            forget("handoff_ended", of: 2),
            also: ["tickets or hand-offs that the figures count otherwise"]
        ),
        Damage(
            "ends of a hand-off that the history does not count",
            "DELETE FROM handoff_steps WHERE state = 'caller_gone'",
            "UPDATE handoffs SET state = 'dialling' WHERE state = 'caller_gone'"
        ),
        Damage(
            "a ticket handed off that did not go there, or without what was said of it",
            forget("unassigned", of: 2),
            also: ["a ticket assigned to somebody else than its history says"]
        ),
        Damage(
            "a ticket handed off that did not go there, or without what was said of it",
            "DELETE FROM messages WHERE kind = 'note'"
        ),
        Damage("somebody lost on the way who is owed no call", "DELETE FROM call_backs"),
        Damage("an answer to an incident that goes to nobody", "DELETE FROM incident_letters"),
        Damage(
            "an answer to an incident that is said to be written and is not, or by half",
            "UPDATE messages SET created_at = 0 WHERE kind = 'reply' AND ticket = 3"
        ),
        Damage(
            "an answer to an incident that is said to be written and is not, or by half",
            forget("resolved", of: 3),
            "UPDATE tickets SET state = 'waiting' WHERE number = 3"
        ),
        Damage(
            "an event that goes to a webhook twice",
            """
            INSERT INTO webhook_deliveries SELECT X'01', webhook, event, seal, seal_index, ticket,
                kind, state, attempts, due_at, leased_until, last_status, last_error, created_at
            FROM webhook_deliveries WHERE event = 1
            """
        ),
        Damage(
            "an event that goes to a webhook which has not come to it yet",
            "UPDATE webhooks SET seal = 1, seal_index = 1"
        ),
        Damage(
            "an event that goes to a webhook and is not there, or not sealed",
            "UPDATE webhook_deliveries SET event = 1000 WHERE event = 1"
        ),
        Damage(
            "an event that goes to a webhook and is not there, or not sealed",
            "INSERT INTO unsealed VALUES (1, 1)"
        ),
    ]

    private static let historyDamages = [
        Damage("mails on a ticket that the history does not count", forget("received", of: 1)),
        Damage("mails on a ticket that the history does not count", tell("received", of: 3)),
        Damage(
            "an event of a message that is not there",
            """
            UPDATE events SET details = replace(details, '"message":"0', '"message":"1')
            WHERE kind = 'replied' AND ticket = 1
            """
        ),
        Damage(
            "a reply that its ticket does not know of",
            "UPDATE tickets SET first_reply_at = NULL WHERE number = 1"
        ),
        Damage(
            "a letter given up that the history does not tell",
            "UPDATE outbox SET state = 'failed' WHERE message IS NULL"
        ),
        Damage(
            "a ticket that is resolved and its history does not say so, or only that does",
            forget("resolved", of: 2)
        ),
        Damage(
            "a ticket that is resolved and its history does not say so, or only that does",
            "UPDATE tickets SET state = 'open' WHERE number = 2"
        ),
        Damage(
            "a ticket assigned to somebody else than its history says",
            "UPDATE tickets SET assignee = 'anna' WHERE number = 2"
        ),
        Damage(
            "a ticket assigned to somebody else than its history says",
            tell("assigned", of: 1, #"{"assignee":"anna"}"#)
        ),
        Damage(
            "a ticket of another unit than its history says",
            "UPDATE tickets SET unit = NULL WHERE number = 2"
        ),
        Damage("a ticket of another unit than its history says", forget("unit_assigned", of: 2)),
        Damage(
            "a ticket of another incident than its history says",
            "UPDATE tickets SET incident = NULL WHERE number = 3"
        ),
        Damage(
            "a ticket of another incident than its history says",
            forget("incident_linked", of: 3)
        ),
        Damage(
            "a ticket in another that its history does not say, or only that does",
            "UPDATE tickets SET merged_into = NULL WHERE number = 6",
            "UPDATE tickets SET absorbed = 0 WHERE number = 1"
        ),
        Damage(
            "a ticket in another that its history does not say, or only that does",
            forget("merged", of: 6),
            also: ["a merger that the history of one of its tickets does not tell"]
        ),
        Damage(
            "a merger that the history of one of its tickets does not tell",
            forget("merged", of: 1)
        ),
        Damage(
            "a merger that the history of one of its tickets does not tell",
            tell("merged", of: 1, #"{"from":"2"}"#)
        ),
        Damage(
            "a ticket that counts others in it which are elsewhere",
            "UPDATE tickets SET absorbed = 0 WHERE number = 1"
        ),
        Damage(
            "a split that the history of one of its tickets does not tell",
            forget("split", of: 1),
            "DELETE FROM links"
        ),
        Damage(
            "a split that the history of one of its tickets does not tell",
            "UPDATE events SET details = '{}' WHERE kind = 'opened' AND ticket = 6",
            also: ["a citizen's mail without the mail it came as"]
        ),
        Damage(
            "tickets linked that their history does not say, or only that does",
            "DELETE FROM links"
        ),
        Damage(
            "tickets linked that their history does not say, or only that does",
            "INSERT INTO links VALUES (2, 3, 'related', 'anna', 0)"
        ),
        Damage(
            "a ticket kept from erasure that its history does not say, or only that does",
            "INSERT INTO holds VALUES (3, 'anna', 'tvist', 0)"
        ),
        Damage(
            "a ticket kept from erasure that its history does not say, or only that does",
            "DELETE FROM holds"
        ),
        Damage(
            "a verdict on an article that the history does not tell",
            forget("judged", of: 1)
        ),
        Damage(
            "a register number that the history does not tell, or that was not drawn",
            forget("registered", of: 7)
        ),
        Damage(
            "a register number that the history does not tell, or that was not drawn",
            tell("registered", of: 2)
        ),
        Damage(
            "a register number that the history does not tell, or that was not drawn",
            "UPDATE registers SET last = 0"
        ),
        Damage(
            "what a citizen answered that the history does not tell",
            "UPDATE inquiries SET answer = 1, answered_at = 1"
        ),
        Damage(
            "an erasure that the history does not tell, or that is told and was not made",
            forget("erased", of: 5)
        ),
        Damage(
            "an erasure that the history does not tell, or that is told and was not made",
            tell("erased", of: 2)
        ),
    ]

    private static let erasureDamages: [Damage] = [
        "UPDATE tickets SET subject = 'Låt mig se' WHERE number = 5",
        "UPDATE tickets SET citizen_email_key = 'mallory@example.net' WHERE number = 5",
        "UPDATE messages SET body = 'Jag vill också läsa.' WHERE ticket = 5",
        "UPDATE messages SET mail_sender = 'mallory@example.net' WHERE ticket = 5",
        "UPDATE messages SET author_name = 'Mallory' WHERE ticket = 5",
        """
        UPDATE events SET actor_name = 'Mallory'
        WHERE ticket = 5 AND actor_kind = 'citizen'
        """,
        "UPDATE attachments SET ticket = 5",
        "UPDATE mails SET ticket = 5",
        "UPDATE answers SET ticket = 5",
        "INSERT INTO event_words VALUES (5, X'01', 'Mallory')",
        "INSERT INTO parties VALUES (5, 'mallory@example.net')",
        """
        INSERT INTO evidence (id, ticket, origin, verdict, text, learnt_at)
        VALUES (X'01', 5, 'resolution', 'answered', 'läsa', 0)
        """,
        """
        INSERT INTO outbox
            (id, ticket, message, payload, state, attempts, due_at, leased_until)
        SELECT X'01', 5, id, '{}', 'queued', 0, 0, 0 FROM messages WHERE ticket = 5
        """,
    ].map { Damage("somebody erased of whom something is left", $0) }

    private static let recordDamages = [
        Damage(
            "a mail that is held and was decided on",
            """
            INSERT INTO quarantine
                (id, identity, reason, subject, verdicts, received_at, size, codec, bytes)
            VALUES (X'01', X'01', 'foreign_ticket', '', '[]', 0, 0, 0, X'')
            """,
            """
            INSERT INTO change_records (at, staff, staff_key, act, subject, details)
            VALUES (0, 'anna', 'anna', 'mail_discarded', '01', '{}')
            """
        ),
        Damage(
            "a mail let through that its ticket does not have",
            """
            UPDATE change_records SET details = '{"ticket":"2"}' WHERE act = 'mail_released'
            """
        ),
        Damage(
            "somebody who asks to join a ticket by a mail that is nowhere",
            "DELETE FROM change_records WHERE act = 'mail_released'"
        ),
        Damage(
            "a question to a citizen that no letter asks",
            "DELETE FROM outbox WHERE message IS NULL",
            forget("notified", of: 1)
        ),
        Damage(
            "an incident or a webhook that somebody made and no record tells",
            "DELETE FROM change_records WHERE act = 'incident_opened'"
        ),
        Damage(
            "an incident or a webhook that somebody made and no record tells",
            "DELETE FROM change_records WHERE act = 'webhook_created'"
        ),
        Damage(
            "an incident or a webhook that a record tells and is not there",
            "DELETE FROM incidents"
        ),
        Damage(
            "an incident or a webhook that a record tells and is not there",
            "DELETE FROM webhooks"
        ),
        Damage(
            "a session that nobody was let into",
            """
            INSERT INTO sessions
                (token, staff, name, roles, queues, is_break_glass, created_at, expires_at)
            VALUES (X'01', 'bengt', 'Bengt', '[]', '[]', 0, 0, 0)
            """
        ),
        Damage(
            "tickets or hand-offs that the figures count otherwise",
            "UPDATE day_counts SET times = times + 1 WHERE fact = 'opened'"
        ),
        Damage(
            "tickets or hand-offs that the figures count otherwise",
            "DELETE FROM day_counts WHERE fact = 'handoff'"
        ),
        Damage(
            "a client who was told of what is not there",
            "UPDATE answers SET headers = replace(headers, '/tickets/2', '/tickets/99')"
        ),
        Damage(
            "a client who was told of what is not there",
            """
            UPDATE answers SET body = CAST(replace(body, '"id":"0', '"id":"1') AS BLOB)
            WHERE target LIKE '%/messages'
            """
        ),
    ]
}
