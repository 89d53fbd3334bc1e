extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/letters``.
    static let letters = """
        ALTER TABLE outbox ADD COLUMN automatic bigint NOT NULL DEFAULT 0;
        ALTER TABLE outbox ADD COLUMN deferred_since bigint;
        CREATE INDEX tickets_by_end ON tickets (resolved_at) WHERE resolved_at IS NOT NULL;

        CREATE TABLE inquiries (
            letter bytea PRIMARY KEY,
            ticket bigint NOT NULL REFERENCES tickets,
            kind text NOT NULL,
            article text,
            asked_at bigint,
            answer bigint,
            answered_at bigint,
            way text
        );
        CREATE INDEX inquiries_by_ticket ON inquiries (ticket, kind, letter);

        CREATE TABLE letter_counts (
            scope text NOT NULL,
            subject text NOT NULL,
            slot bigint NOT NULL,
            letters bigint NOT NULL,
            PRIMARY KEY (scope, subject, slot)
        );
        CREATE INDEX letter_counts_by_age ON letter_counts (slot);

        CREATE TABLE brakes (
            id bytea PRIMARY KEY,
            pulled_at bigint NOT NULL,
            reason text NOT NULL,
            pulled_by text,
            ticket bigint REFERENCES tickets,
            released_at bigint,
            released_by text
        );
        """
}
