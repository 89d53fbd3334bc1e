extension SQLiteSchema {
    /// Complaints: the unit that answers, and what comes in by Open311.
    ///
    /// - `tickets.unit_…` say who answers a ticket where that is not the desk; `unit_queue` is where
    ///   that unit works.
    /// - `service_requests` holds what a ticket has beside its words when it came by Open311. Degrees
    ///   are in ten-millionths. `published` is what was said to be for everybody when it came; null
    ///   is nothing. `digest` tells the same request from another one.
    static let complaints = """
        ALTER TABLE tickets ADD COLUMN unit TEXT;
        ALTER TABLE tickets ADD COLUMN unit_name TEXT;
        ALTER TABLE tickets ADD COLUMN unit_queue TEXT;
        ALTER TABLE tickets ADD COLUMN unit_given_at INTEGER;
        ALTER TABLE tickets ADD COLUMN unit_answered_at INTEGER;
        ALTER TABLE tickets ADD COLUMN unit_answer BLOB;
        CREATE INDEX tickets_by_unit ON tickets (unit, number) WHERE unit IS NOT NULL;
        CREATE INDEX tickets_by_unit_queue ON tickets (unit_queue, number)
            WHERE unit_queue IS NOT NULL;

        CREATE TABLE service_requests (
            ticket INTEGER PRIMARY KEY REFERENCES tickets,
            token BLOB NOT NULL UNIQUE,
            service TEXT NOT NULL,
            latitude INTEGER,
            longitude INTEGER,
            address TEXT,
            address_id TEXT,
            media_url TEXT,
            attributes TEXT NOT NULL,
            published TEXT,
            digest BLOB,
            requested_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX service_requests_by_time ON service_requests (requested_at, ticket);
        CREATE INDEX service_requests_by_digest ON service_requests (digest, requested_at);
        """
}
