extension SQLiteSchema {
    /// How tickets hang together, who works on them, and when they want something.
    ///
    /// - `merged_into` is the ticket that one went into, `absorbed` how many went into one. It is no
    ///   foreign key: a copy writes the tickets in the order of their numbers.
    /// - `alarm_at` is the earliest of the moments at which a ticket wants something.
    /// - `watchers.since_event` is the newest fact there was when somebody began to watch.
    static let cooperation = """
        ALTER TABLE tickets ADD COLUMN merged_into INTEGER;
        ALTER TABLE tickets ADD COLUMN absorbed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tickets ADD COLUMN snoozed_until INTEGER;
        ALTER TABLE tickets ADD COLUMN follow_up_at INTEGER;
        ALTER TABLE tickets ADD COLUMN alarm_at INTEGER;
        CREATE INDEX tickets_merged ON tickets (merged_into, number)
            WHERE merged_into IS NOT NULL;
        CREATE INDEX tickets_snoozed ON tickets (number) WHERE snoozed_until IS NOT NULL;
        CREATE INDEX tickets_by_alarm ON tickets (alarm_at) WHERE alarm_at IS NOT NULL;

        CREATE TABLE links (
            one INTEGER NOT NULL REFERENCES tickets,
            other INTEGER NOT NULL REFERENCES tickets,
            relation TEXT NOT NULL,
            staff TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (one, other)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX links_by_other ON links (other, one);

        CREATE TABLE watchers (
            staff TEXT NOT NULL,
            ticket INTEGER NOT NULL REFERENCES tickets,
            since INTEGER NOT NULL,
            since_event INTEGER NOT NULL,
            PRIMARY KEY (staff, ticket)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX watchers_by_ticket ON watchers (ticket, staff);

        CREATE TABLE presences (
            ticket INTEGER NOT NULL REFERENCES tickets,
            staff TEXT NOT NULL,
            name TEXT NOT NULL,
            doing TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY (ticket, staff)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX presences_by_end ON presences (until);
        """

    /// What a ticket is when its merger is taken back.
    ///
    /// - `lent` is what the ticket that it went into has from it, as the bits of ``TicketLoan``; of
    ///   those that went into another before this step it is not known, and nothing is given back.
    /// - `set_aside` is what `first_contact` was before the ticket was rejected or became a duplicate.
    static let takenApart = """
        ALTER TABLE tickets ADD COLUMN lent INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tickets ADD COLUMN set_aside TEXT;
        UPDATE tickets SET
            set_aside = CASE WHEN contacts > 1 THEN 'returned' ELSE 'unsolved' END
        WHERE first_contact = 'uncounted' AND outcome IN ('duplicate', 'rejected');
        """
}
