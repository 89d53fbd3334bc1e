extension SQLiteSchema {
    /// What letters need that the desk writes by itself.
    ///
    /// - `outbox.automatic` is 1 for those, which a brake stops; `outbox.deferred_since` says when a
    ///   mail server put a letter off first.
    /// - `inquiries` has what letters asked citizens, and what those said.
    /// - `letter_counts` counts letters by address, domain and so on, in slots of five minutes.
    /// - `brakes` says when all automatic mail was stopped, and let go.
    static let letters = """
        ALTER TABLE outbox ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE outbox ADD COLUMN deferred_since INTEGER;
        CREATE INDEX tickets_by_end ON tickets (resolved_at) WHERE resolved_at IS NOT NULL;

        CREATE TABLE inquiries (
            letter BLOB PRIMARY KEY,
            ticket INTEGER NOT NULL REFERENCES tickets,
            kind TEXT NOT NULL,
            article TEXT,
            asked_at INTEGER,
            answer INTEGER,
            answered_at INTEGER,
            way TEXT
        ) STRICT;
        CREATE INDEX inquiries_by_ticket ON inquiries (ticket, kind, letter);

        CREATE TABLE letter_counts (
            scope TEXT NOT NULL,
            subject TEXT NOT NULL,
            slot INTEGER NOT NULL,
            letters INTEGER NOT NULL,
            PRIMARY KEY (scope, subject, slot)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX letter_counts_by_age ON letter_counts (slot);

        CREATE TABLE brakes (
            id BLOB PRIMARY KEY,
            pulled_at INTEGER NOT NULL,
            reason TEXT NOT NULL,
            pulled_by TEXT,
            ticket INTEGER REFERENCES tickets,
            released_at INTEGER,
            released_by TEXT
        ) STRICT;
        """
}
