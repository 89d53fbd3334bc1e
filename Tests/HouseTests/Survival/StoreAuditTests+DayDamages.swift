/// What is noticed by other means than a rule, see ``Damage`` for the tickets.
extension StoreAuditTests {
    /// What is done to a store, and how the fault begins.
    static let otherDamages: [(order: String, wanted: String)] = [
        (
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'assignee TEXT,', 'assignee TEXT NOT NULL,')
            WHERE name = 'tickets'
            """,
            "integrity: "
        ),
        ("DELETE FROM handoffs", "8 rows refer to nothing"),
        ("UPDATE search_data SET block = X'00' WHERE id > 10", "search: SQLite"),
        ("DELETE FROM search_docsize WHERE id >> 20 = 3", "search: place 3/"),
        ("INSERT INTO search_docsize VALUES (99 << 20 | 1, X'01')", "search: place 99/1"),
        (
            "UPDATE messages SET body = 'Helt andra ord.' WHERE ticket = 2 AND kind = 'note'",
            "search: a message is not found by its words"
        ),
        ("UPDATE blobs SET codec = 99", "octets are kept in no known form"),
        (
            "UPDATE blobs SET codec = 0, bytes = X'00', size = 1",
            "octets are not those of their digest"
        ),
        ("PRAGMA user_version = 1", "tickets in tables of version 1"),
    ]

    /// The same of the chain of records and of what webhooks are told.
    static let chainDamages: [(order: String, wanted: String)] = [
        (
            "UPDATE events SET actor = 'bengt' WHERE kind = 'assigned'",
            "chain: row 10 of events was changed"
        ),
        ("DELETE FROM reads WHERE id = 1", "chain: row 1 of reads was removed"),
        (
            """
            INSERT INTO change_records (at, staff, staff_key, act, subject, details)
            VALUES (0, 'anna', 'anna', 'incident_changed', '1', '{}')
            """,
            "chain: row 4 of change_records was inserted"
        ),
        ("DELETE FROM seals WHERE id = 2", "chain: seal 2 is missing"),
        ("UPDATE seals SET at = at + 1 WHERE id = 2", "chain: seal 2 was changed"),
        ("DELETE FROM webhook_deliveries WHERE kind = 'split'", "webhook: split at "),
    ]

    /// What is done to a store, and what of the day's errands is noticed then.
    static let dayDamages: [(orders: [String], wanted: [String])] = [
        (
            ["DELETE FROM change_records WHERE act = 'webhook_created'"],
            ["webhook was acknowledged: 0"]
        ),
        (
            ["UPDATE messages SET mail_message_id = '' WHERE mail_message_id LIKE 'fraga%'"],
            ["mail was acknowledged: 0"]
        ),
        (["UPDATE tickets SET subject = '' WHERE number = 2"], ["call was acknowledged: 0"]),
        (
            ["DELETE FROM change_records WHERE act = 'incident_opened'"],
            ["incident was acknowledged: 0"]
        ),
        (["UPDATE tickets SET subject = '' WHERE number = 4"], ["sufferers was acknowledged: 1"]),
        (["DELETE FROM incident_answers"], ["incidentAnswer was acknowledged: 0"]),
        ([forget("replied", of: 1)], ["reply was acknowledged: 0"]),
        ([tell("replied", of: 1)], ["reply was acknowledged: 2"]),
        ([forget("delivered", of: 1)], ["delivery was acknowledged: 0"]),
        ([forget("assigned", of: 2)], ["assignment was acknowledged: 0"]),
        (
            ["DELETE FROM handoff_steps"],
            ["handoff was acknowledged: 0", "handoffAgain was acknowledged: 0"]
        ),
        (
            ["DELETE FROM handoff_steps WHERE state = 'caller_gone'"],
            ["lostCaller was acknowledged: 0"]
        ),
        (["UPDATE call_backs SET done_at = NULL"], ["callBack was acknowledged: 0"]),
        (
            ["DELETE FROM handoff_steps WHERE handoff = (SELECT max(id) FROM handoffs)"],
            ["handoffAgain was acknowledged: 0"]
        ),
        (
            ["DELETE FROM handoff_steps WHERE state = 'completed'"],
            ["passing was acknowledged: 0"]
        ),
        (
            ["UPDATE messages SET mail_message_id = '' WHERE mail_message_id LIKE 'tack%'"],
            ["answer was acknowledged: 0"]
        ),
        ([forget("resolved", of: 2)], ["resolution was acknowledged: 0"]),
        (
            ["DELETE FROM change_records WHERE act = 'mail_released'"],
            ["stranger was acknowledged: 0", "release was acknowledged: 0"]
        ),
        ([forget("split", of: 1)], ["split was acknowledged: 0"]),
        ([forget("merged", of: 1)], ["merger was acknowledged: 0"]),
        ([forget("erased", of: 5)], ["erasure was acknowledged: 0"]),
        ([forget("registered", of: 7)], ["complaint was acknowledged: 0"]),
        ([forget("judged", of: 1)], ["verdict was acknowledged: 0"]),
        ([forget("held", of: 2)], ["hold was acknowledged: 0"]),
        ([forget("delivered", of: 3)], ["letters was acknowledged: 1"]),
        (
            [tell("replied", of: 3)],
            [
                "an incident's reply is doubled", "an incident's letters are not its replies",
            ]
        ),
    ]

    /// What is done to a store, and how what is noticed at the end of the day begins.
    static let endDamages: [(orders: [String], wanted: String)] = [
        (["INSERT INTO unsealed VALUES (1, 1)"], "not sealed: 1"),
        (
            ["UPDATE messages SET mail_message_id = '' WHERE mail_message_id LIKE 'tack%'"],
            "mails: "
        ),
        (["UPDATE tickets SET subject = '' WHERE number = 2"], "tickets: "),
        (["UPDATE messages SET kind = 'note' WHERE ticket = 2"], "messages: "),
        (
            [
                """
                INSERT INTO quarantine
                    (id, identity, reason, subject, verdicts, received_at, size, codec, bytes)
                VALUES (X'01', X'01', 'foreign_ticket', '', '[]', 0, 0, 0, X'')
                """
            ],
            "held: 1"
        ),
        (["UPDATE outbox SET state = 'queued' WHERE ticket = 3"], "letters: "),
        (["DELETE FROM outbox WHERE message IS NULL"], "notices: 0"),
        (["DELETE FROM handoff_steps WHERE state = 'completed'"], "hand-offs: "),
        (["UPDATE call_backs SET done_at = NULL"], "call-backs: "),
        (["UPDATE incident_letters SET state = 'left'"], "incident letters: "),
        ([tell("noted", of: 1)], "events: "),
        (["UPDATE webhook_deliveries SET state = 'queued' WHERE event = 1"], "told: "),
    ]
}
