/// What a ticket is, and what its history says that it is.
extension StoreAudit {
    /// What the last event of the ticket `t` says, of those that are meant.
    private static func last(_ what: String, _ meant: String) -> String {
        """
        (SELECT \(what) FROM events WHERE ticket = t.number AND (\(meant))
            ORDER BY id DESC LIMIT 1)
        """
    }

    /// Its own going into another ticket, or coming out of it, and not what went into it.
    private static let ownMerger = """
        kind = 'merged' AND details ->> 'into' IS NOT NULL
            OR kind = 'unmerged' AND details ->> 'from' IS NOT NULL
        """

    /// Its end, or its being open again.
    private static let ends = """
        kind IN ('resolved', 'reopened')
            OR kind = 'unmerged' AND details ->> 'from' IS NOT NULL
        """

    /// The unit that an event gave it to; NULL where it took it back.
    private static let unitThen = "iif(kind = 'unit_assigned', details ->> 'unit', NULL)"

    /// The same of an incident; what came in a maintenance may be of none.
    private static let incidentThen =
        "iif(kind = 'incident_linked', details ->> 'incident', NULL)"

    static let historyRules = [
        Rule(
            name: "mails on a ticket that the history does not count",
            breach: """
                SELECT 1 FROM (
                    SELECT (SELECT count(*) FROM messages
                            WHERE ticket = t.number AND kind = 'inbound') AS heard,
                        (SELECT count(*) FROM events
                            WHERE ticket = t.number AND kind = 'received') AS received,
                        (SELECT count(*) FROM events
                            WHERE ticket = t.number AND kind = 'reopened') AS reopened
                    FROM tickets t WHERE channel != 'phone')
                WHERE heard NOT BETWEEN 1 + received AND 1 + received + reopened
                """
        ),
        Rule(
            name: "an event of a message that is not there",
            breach: """
                SELECT 1 FROM events WHERE details ->> 'message' IS NOT NULL
                    AND replace(details ->> 'message', '-', '')
                        NOT IN (SELECT lower(hex(id)) FROM messages)
                """
        ),
        Rule(
            name: "a reply that its ticket does not know of",
            breach: """
                SELECT 1 FROM tickets WHERE first_reply_at IS NULL
                    AND number IN (SELECT ticket FROM messages WHERE kind = 'reply')
                """
        ),
        Rule(
            name: "a letter given up that the history does not tell",
            breach: """
                SELECT 1 FROM outbox o JOIN tickets t ON t.number = o.ticket
                WHERE o.state = 'failed' AND t.erased_at IS NULL
                    AND o.ticket NOT IN (SELECT ticket FROM events WHERE kind = 'undeliverable')
                """
        ),
        Rule(
            name: "a ticket that is resolved and its history does not say so, or only that does",
            breach: """
                SELECT 1 FROM (
                    SELECT state, \(last("kind", ends)) AS told FROM tickets t)
                WHERE state = 'resolved' AND told IS NOT 'resolved'
                    OR told = 'resolved' AND state NOT IN ('resolved', 'closed')
                """
        ),
        Rule(
            name: "a ticket assigned to somebody else than its history says",
            breach: """
                SELECT 1 FROM (
                    SELECT assignee,
                        \(last("kind", "kind IN ('assigned', 'unassigned', 'changed')")) AS kind,
                        \(last("details ->> 'assignee'", "kind IN ('assigned', 'unassigned')"))
                            AS told
                    FROM tickets t)
                WHERE assignee IS NOT told AND (assignee IS NOT NULL OR kind = 'assigned')
                """
        ),
        Rule(
            name: "a ticket of another unit than its history says",
            breach: """
                SELECT 1 FROM tickets t
                WHERE NOT EXISTS (SELECT 1 FROM events
                        WHERE ticket = t.number AND kind IN ('merged', 'unmerged'))
                    AND unit IS NOT \(last(unitThen, "kind LIKE 'unit%assigned'"))
                """
        ),
        Rule(
            name: "a ticket of another incident than its history says",
            breach: """
                SELECT 1 FROM tickets t
                WHERE NOT EXISTS (SELECT 1 FROM events
                        WHERE ticket = t.number AND kind IN ('merged', 'unmerged'))
                    AND incident IS NOT CAST(
                        \(last(incidentThen, "kind LIKE 'incident%linked'")) AS INTEGER)
                """
        ),
        Rule(
            name: "a ticket in another that its history does not say, or only that does",
            breach: """
                SELECT 1 FROM tickets t
                WHERE merged_into IS NOT CAST(
                    \(last("details ->> 'into'", ownMerger)) AS INTEGER)
                """
        ),
        Rule(
            name: "a merger that the history of one of its tickets does not tell",
            breach: """
                SELECT 1 FROM events e WHERE kind = 'merged' AND (
                    details ->> 'state' IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM events
                        WHERE kind = 'merged' AND ticket = e.details ->> 'into'
                            AND details ->> 'from' = e.ticket || '')
                    OR details ->> 'from' IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM events
                        WHERE kind = 'merged' AND ticket = e.details ->> 'from'
                            AND details ->> 'into' = e.ticket || ''))
                """
        ),
        Rule(
            name: "a ticket that counts others in it which are elsewhere",
            breach: """
                SELECT 1 FROM tickets t
                WHERE absorbed != (SELECT count(*) FROM tickets WHERE merged_into = t.number)
                """
        ),
        Rule(
            name: "a split that the history of one of its tickets does not tell",
            breach: """
                SELECT 1 FROM events e
                WHERE kind = 'split' AND NOT EXISTS (
                        SELECT 1 FROM events WHERE kind = 'opened'
                            AND ticket = e.details ->> 'ticket'
                            AND details ->> 'split_from' = e.ticket || '')
                    OR kind = 'opened' AND details ->> 'split_from' IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM events WHERE kind = 'split'
                            AND ticket = e.details ->> 'split_from'
                            AND details ->> 'ticket' = e.ticket || '')
                """
        ),
        Rule(
            name: "tickets linked that their history does not say, or only that does",
            breach: """
                SELECT 1 FROM (
                    SELECT ticket, details ->> 'ticket' AS other, kind, max(id) FROM events
                    WHERE kind IN ('split', 'linked', 'unlinked') GROUP BY 1, 2) e
                WHERE (kind != 'unlinked') != EXISTS (SELECT 1 FROM links
                    WHERE one = e.ticket AND other = e.other
                        OR one = e.other AND other = e.ticket)
                UNION ALL SELECT 1 FROM links l WHERE NOT EXISTS (
                    SELECT 1 FROM events WHERE kind IN ('split', 'linked') AND (
                        ticket = l.one AND details ->> 'ticket' = l.other
                        OR ticket = l.other AND details ->> 'ticket' = l.one))
                """
        ),
        Rule(
            name: "a ticket kept from erasure that its history does not say, or only that does",
            breach: """
                SELECT 1 FROM tickets t WHERE (number IN (SELECT ticket FROM holds))
                    != (\(last("kind", "kind IN ('held', 'released')")) IS 'held')
                """
        ),
        Rule(
            name: "a verdict on an article that the history does not tell",
            breach: """
                SELECT 1 FROM evidence WHERE origin = 'verdict'
                    AND ticket NOT IN (SELECT ticket FROM events WHERE kind = 'judged')
                """
        ),
        Rule(
            name: "a register number that the history does not tell, or that was not drawn",
            breach: """
                SELECT 1 FROM tickets t WHERE (register_number IS NOT NULL)
                        != (\(last("1", "kind = 'registered'")) IS NOT NULL)
                    OR register_number > coalesce(
                        (SELECT last FROM registers WHERE year = register_year), 0)
                """
        ),
        Rule(
            name: "what a citizen answered that the history does not tell",
            breach: """
                SELECT 1 FROM inquiries WHERE answered_at IS NOT NULL AND answered_at NOT IN (
                    SELECT at FROM events WHERE kind = 'answered')
                """
        ),
        Rule(
            name: "an erasure that the history does not tell, or that is told and was not made",
            breach: """
                SELECT 1 FROM tickets t WHERE (erased_at IS NOT NULL)
                    != (\(last("1", "kind = 'erased' AND details = '{}'")) IS NOT NULL)
                """
        ),
        Rule(
            name: "somebody erased of whom something is left",
            breach: """
                SELECT 1 FROM tickets WHERE erased_at IS NOT NULL AND (
                    subject != '' OR coalesce(citizen_name, citizen_email, citizen_email_key,
                        citizen_phone, citizen_phone_key, service) IS NOT NULL
                    OR number IN (
                        SELECT ticket FROM messages WHERE body != '' OR packed IS NOT NULL
                            OR coalesce(mail_message_id, mail_references, mail_sender,
                                mail_verdicts, mail_own, mail_copies) IS NOT NULL
                            OR author_kind = 'citizen' AND author_name IS NOT NULL
                        UNION ALL SELECT ticket FROM events
                            WHERE actor_kind = 'citizen' AND actor_name IS NOT NULL
                        UNION ALL SELECT ticket FROM attachments
                        UNION ALL SELECT ticket FROM mails
                        UNION ALL SELECT ticket FROM outbox
                        UNION ALL SELECT ticket FROM answers WHERE ticket IS NOT NULL
                        UNION ALL SELECT ticket FROM evidence
                        UNION ALL SELECT ticket FROM event_words
                        UNION ALL SELECT ticket FROM parties))
                """
        ),
    ]
}
