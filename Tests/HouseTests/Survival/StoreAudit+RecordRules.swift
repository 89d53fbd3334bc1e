/// What is kept beside the tickets: records, figures, held mails and answers to clients.
extension StoreAudit {
    /// True for a mail that `id` names and that somebody has decided on.
    private static func isDecided(_ id: String) -> String {
        """
        EXISTS (SELECT 1 FROM change_records WHERE act IN ('mail_released', 'mail_discarded')
            AND replace(subject, '-', '') = \(id))
        """
    }

    static let recordRules = [
        Rule(
            name: "a mail that is held and was decided on",
            breach: """
                SELECT 1 FROM (SELECT lower(hex(id)) AS mail FROM quarantine)
                WHERE \(isDecided("mail"))
                """
        ),
        Rule(
            name: "a mail let through that its ticket does not have",
            breach: """
                SELECT 1 FROM change_records JOIN tickets t ON t.number = details ->> 'ticket'
                WHERE act = 'mail_released' AND t.erased_at IS NULL
                    AND t.number NOT IN (SELECT ticket FROM mails)
                """
        ),
        Rule(
            name: "somebody who asks to join a ticket by a mail that is nowhere",
            breach: """
                SELECT 1 FROM (
                    SELECT replace(details ->> 'mail', '-', '') AS mail FROM events
                    WHERE kind = 'join_requested')
                WHERE mail NOT IN (SELECT lower(hex(id)) FROM quarantine)
                    AND NOT \(isDecided("mail"))
                """
        ),
        Rule(
            name: "a question to a citizen that no letter asks",
            breach: """
                SELECT 1 FROM inquiries i JOIN tickets t ON t.number = i.ticket
                WHERE i.asked_at IS NOT NULL AND t.erased_at IS NULL
                    AND i.letter NOT IN (SELECT id FROM outbox)
                """
        ),
        Rule(
            name: "an incident or a webhook that somebody made and no record tells",
            breach: """
                SELECT 1 FROM incidents WHERE opened_by IS NOT NULL AND number || '' NOT IN (
                    SELECT subject FROM change_records WHERE act = 'incident_opened')
                UNION ALL SELECT 1 FROM webhooks WHERE lower(hex(id)) NOT IN (
                    SELECT replace(subject, '-', '') FROM change_records
                    WHERE act = 'webhook_created')
                """
        ),
        Rule(
            name: "an incident or a webhook that a record tells and is not there",
            breach: """
                SELECT 1 FROM change_records WHERE act = 'incident_opened'
                    AND subject NOT IN (SELECT number || '' FROM incidents)
                UNION ALL SELECT 1 FROM change_records WHERE act = 'webhook_created'
                    AND replace(subject, '-', '') NOT IN (SELECT lower(hex(id)) FROM webhooks)
                    AND subject NOT IN (
                        SELECT subject FROM change_records WHERE act = 'webhook_deleted')
                """
        ),
        Rule(
            name: "a session that nobody was let into",
            breach: """
                SELECT 1 FROM sessions WHERE staff NOT IN (
                    SELECT staff FROM access_records
                    WHERE outcome = 'accepted' AND staff IS NOT NULL)
                """
        ),
        Rule(
            name: "tickets or hand-offs that the figures count otherwise",
            breach: """
                SELECT 1 WHERE
                    (SELECT total(times) FROM day_counts WHERE fact = 'opened')
                        != (SELECT count(*) FROM tickets)
                    OR (SELECT total(times) FROM day_counts WHERE fact = 'handoff')
                        != (SELECT count(*) FROM events WHERE kind = 'handoff_ended'
                            OR kind = 'handoff_refused' AND details ->> 'handoff' IS NOT NULL)
                """
        ),
        Rule(
            name: "a client who was told of what is not there",
            breach: """
                SELECT 1 FROM answers WHERE status = 201 AND target = 'POST /v1/tickets'
                    AND headers ->> 'Location' NOT IN (
                        SELECT '/v1/tickets/' || number FROM tickets)
                UNION ALL SELECT 1 FROM answers WHERE status = 201 AND target LIKE '%/messages'
                    AND replace(CAST(body AS TEXT) ->> 'id', '-', '')
                        NOT IN (SELECT lower(hex(id)) FROM messages)
                """
        ),
    ]
}
