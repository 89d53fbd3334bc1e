extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/complaints``.
    static let complaints = """
        ALTER TABLE tickets ADD COLUMN unit text;
        ALTER TABLE tickets ADD COLUMN unit_name text;
        ALTER TABLE tickets ADD COLUMN unit_queue text;
        ALTER TABLE tickets ADD COLUMN unit_given_at bigint;
        ALTER TABLE tickets ADD COLUMN unit_answered_at bigint;
        ALTER TABLE tickets ADD COLUMN unit_answer bytea;
        CREATE INDEX tickets_by_unit ON tickets (unit, number) WHERE unit IS NOT NULL;
        CREATE INDEX tickets_by_unit_queue ON tickets (unit_queue, number)
            WHERE unit_queue IS NOT NULL;

        CREATE TABLE service_requests (
            ticket bigint PRIMARY KEY REFERENCES tickets,
            token bytea NOT NULL UNIQUE,
            service text NOT NULL,
            latitude bigint,
            longitude bigint,
            address text,
            address_id text,
            media_url text,
            attributes text NOT NULL,
            published text,
            digest bytea,
            requested_at bigint NOT NULL
        );
        CREATE INDEX service_requests_by_time ON service_requests (requested_at, ticket);
        CREATE INDEX service_requests_by_digest ON service_requests (digest, requested_at);
        """
}
