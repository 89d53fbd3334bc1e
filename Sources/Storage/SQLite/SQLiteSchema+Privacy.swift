extension SQLiteSchema {
    /// Rights, reads, the chain, and what it takes to let a person go.
    ///
    /// - `events` lets a citizen's name be taken out, and nothing else: that is why no digest of
    ///   the chain covers it.
    /// - `reads` is who saw what; `unsealed` the rows that are in no seal yet; `seals` the chain.
    /// - The indexes find all that hangs on a ticket, and who else holds the same octets.
    static let privacy = """
        ALTER TABLE tickets ADD COLUMN is_protected INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tickets ADD COLUMN erased_at INTEGER;
        CREATE INDEX tickets_to_erase ON tickets (kind, resolved_at)
            WHERE erased_at IS NULL AND resolved_at IS NOT NULL;

        ALTER TABLE mails ADD COLUMN sender_key TEXT;
        CREATE INDEX mails_by_sender ON mails (sender_key) WHERE sender_key IS NOT NULL;
        CREATE INDEX mails_by_ticket ON mails (ticket);
        CREATE INDEX mails_by_raw ON mails (raw);
        CREATE INDEX attachments_by_ticket ON attachments (ticket);
        CREATE INDEX attachments_by_digest ON attachments (digest);
        CREATE INDEX outbox_by_ticket ON outbox (ticket);
        ALTER TABLE answers ADD COLUMN ticket INTEGER;
        CREATE INDEX answers_by_ticket ON answers (ticket) WHERE ticket IS NOT NULL;

        CREATE TABLE holds (
            ticket INTEGER PRIMARY KEY REFERENCES tickets,
            staff TEXT NOT NULL,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        DROP TRIGGER events_are_not_changed;
        CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
            WHEN NOT (
                old.actor_kind = 'citizen' AND new.actor_name IS NULL AND new.id = old.id
                AND new.ticket = old.ticket AND new.at = old.at
                AND new.actor_kind = old.actor_kind AND new.actor IS old.actor
                AND new.kind = old.kind AND new.details = old.details)
            BEGIN SELECT raise(ABORT, 'events are append-only'); END;

        CREATE TABLE reads (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            until INTEGER NOT NULL,
            times INTEGER NOT NULL,
            staff TEXT NOT NULL,
            what TEXT NOT NULL,
            ticket INTEGER REFERENCES tickets,
            details TEXT NOT NULL
        ) STRICT;
        CREATE INDEX reads_by_ticket ON reads (ticket, id) WHERE ticket IS NOT NULL;
        CREATE INDEX reads_by_staff ON reads (staff, id);
        CREATE TRIGGER reads_are_not_changed BEFORE UPDATE ON reads
            BEGIN SELECT raise(ABORT, 'reads are append-only'); END;
        CREATE TRIGGER reads_are_not_removed BEFORE DELETE ON reads
            BEGIN SELECT raise(ABORT, 'reads are append-only'); END;

        CREATE TABLE unsealed (
            source INTEGER NOT NULL,
            record INTEGER NOT NULL,
            PRIMARY KEY (source, record)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO unsealed (source, record) SELECT 1, id FROM events;

        CREATE TABLE seals (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            records BLOB NOT NULL,
            previous BLOB NOT NULL,
            digest BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER seals_are_not_changed BEFORE UPDATE ON seals
            BEGIN SELECT raise(ABORT, 'seals are append-only'); END;
        CREATE TRIGGER seals_are_not_removed BEFORE DELETE ON seals
            BEGIN SELECT raise(ABORT, 'seals are append-only'); END;
        """

    /// What outlives an erasure, and what must not.
    ///
    /// - `protected_people`: digests of whom the next ticket is to be hidden for.
    /// - `event_words`: words of staff that may tell of a citizen; the history, which is chained, has
    ///   their digest only.
    /// - The indexes find who got a copy of a mail, and who was let into a ticket.
    static let erasedPeople = """
        CREATE TABLE protected_people (digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE event_words (
            ticket INTEGER NOT NULL REFERENCES tickets,
            digest BLOB NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (ticket, digest)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX messages_with_copies ON messages (ticket) WHERE mail_copies IS NOT NULL;
        CREATE INDEX parties_by_address ON parties (address);
        """
}
