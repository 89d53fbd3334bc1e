extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/cooperation``.
    static let cooperation = """
        ALTER TABLE tickets ADD COLUMN merged_into bigint;
        ALTER TABLE tickets ADD COLUMN absorbed bigint NOT NULL DEFAULT 0;
        ALTER TABLE tickets ADD COLUMN snoozed_until bigint;
        ALTER TABLE tickets ADD COLUMN follow_up_at bigint;
        ALTER TABLE tickets ADD COLUMN alarm_at bigint;
        CREATE INDEX tickets_merged ON tickets (merged_into, number)
            WHERE merged_into IS NOT NULL;
        CREATE INDEX tickets_snoozed ON tickets (number) WHERE snoozed_until IS NOT NULL;
        CREATE INDEX tickets_by_alarm ON tickets (alarm_at) WHERE alarm_at IS NOT NULL;

        CREATE TABLE links (
            one bigint NOT NULL REFERENCES tickets,
            other bigint NOT NULL REFERENCES tickets,
            relation text NOT NULL,
            staff text NOT NULL,
            at bigint NOT NULL,
            PRIMARY KEY (one, other)
        );
        CREATE INDEX links_by_other ON links (other, one);

        CREATE TABLE watchers (
            staff text NOT NULL,
            ticket bigint NOT NULL REFERENCES tickets,
            since bigint NOT NULL,
            since_event bigint NOT NULL,
            PRIMARY KEY (staff, ticket)
        );
        CREATE INDEX watchers_by_ticket ON watchers (ticket, staff);

        CREATE TABLE presences (
            ticket bigint NOT NULL REFERENCES tickets,
            staff text NOT NULL,
            name text NOT NULL,
            doing text NOT NULL,
            since bigint NOT NULL,
            until bigint NOT NULL,
            PRIMARY KEY (ticket, staff)
        );
        CREATE INDEX presences_by_end ON presences (until);
        """

    /// As in ``SQLiteSchema/takenApart``.
    static let takenApart = """
        ALTER TABLE tickets ADD COLUMN lent bigint NOT NULL DEFAULT 0;
        ALTER TABLE tickets ADD COLUMN set_aside text;
        UPDATE tickets SET
            set_aside = CASE WHEN contacts > 1 THEN 'returned' ELSE 'unsolved' END
        WHERE first_contact = 'uncounted' AND outcome IN ('duplicate', 'rejected');
        """
}
