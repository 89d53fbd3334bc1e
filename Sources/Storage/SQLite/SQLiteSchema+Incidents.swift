extension SQLiteSchema {
    /// Incidents, planned maintenance, and what is known of when tickets come.
    ///
    /// - `symptom_queue` has the tickets that were not looked at; `symptom_arrivals` for a day which came
    ///   with which symptom.
    /// - `symptom_rates` counts in millionths of a ticket, as of an hour since 1970.
    /// - `arrival_model` has one row.
    static let incidents = """
        ALTER TABLE tickets ADD COLUMN incident INTEGER;
        ALTER TABLE tickets ADD COLUMN maintenance INTEGER;
        CREATE INDEX tickets_by_incident ON tickets (incident, number)
            WHERE incident IS NOT NULL;

        CREATE TABLE incidents (
            number INTEGER PRIMARY KEY,
            state TEXT NOT NULL,
            title TEXT NOT NULL,
            symptom_key TEXT,
            opened_at INTEGER NOT NULL,
            opened_by TEXT,
            look TEXT,
            notice_sv TEXT,
            notice_en TEXT,
            confirmed_at INTEGER,
            ended_at INTEGER,
            ended_by TEXT,
            quiet_since INTEGER
        ) STRICT;
        CREATE INDEX incidents_by_state ON incidents (state, number);

        CREATE TABLE incident_answers (
            id BLOB PRIMARY KEY,
            incident INTEGER NOT NULL REFERENCES incidents,
            text_sv TEXT NOT NULL,
            text_en TEXT,
            resolves INTEGER NOT NULL,
            staff TEXT NOT NULL,
            staff_name TEXT NOT NULL,
            written_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX incident_answers_by_incident ON incident_answers (incident, id);

        CREATE TABLE incident_letters (
            answer BLOB NOT NULL REFERENCES incident_answers,
            ticket INTEGER NOT NULL REFERENCES tickets,
            state TEXT NOT NULL,
            reason TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (answer, ticket)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX incident_letters_by_state ON incident_letters (state, at);

        CREATE TABLE maintenance (
            number INTEGER PRIMARY KEY,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            services TEXT NOT NULL,
            notice_sv TEXT NOT NULL,
            notice_en TEXT,
            created_by TEXT NOT NULL,
            cancelled_at INTEGER
        ) STRICT;
        CREATE INDEX maintenance_by_end ON maintenance (ends_at) WHERE cancelled_at IS NULL;

        CREATE TABLE symptom_queue (
            ticket INTEGER PRIMARY KEY REFERENCES tickets
        ) STRICT;
        CREATE TABLE symptom_arrivals (
            symptom_key TEXT NOT NULL,
            at INTEGER NOT NULL,
            ticket INTEGER NOT NULL REFERENCES tickets,
            PRIMARY KEY (symptom_key, at, ticket)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX symptom_arrivals_by_age ON symptom_arrivals (at);
        CREATE INDEX symptom_arrivals_by_ticket ON symptom_arrivals (ticket);
        CREATE TABLE symptom_rates (
            symptom_key TEXT PRIMARY KEY,
            tickets INTEGER NOT NULL,
            short_tickets INTEGER NOT NULL,
            hour INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE arrival_model (
            id INTEGER PRIMARY KEY,
            model TEXT NOT NULL,
            saved_at INTEGER NOT NULL
        ) STRICT;
        """

    /// Up to where an incident's tickets were looked through, so that none is looked at twice.
    static let linkedThrough = """
        ALTER TABLE incidents ADD COLUMN linked_at INTEGER;
        ALTER TABLE incidents ADD COLUMN linked_ticket INTEGER;
        """
}
