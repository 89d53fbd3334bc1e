extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/incidents``.
    static let incidents = """
        ALTER TABLE tickets ADD COLUMN incident bigint;
        ALTER TABLE tickets ADD COLUMN maintenance bigint;
        CREATE INDEX tickets_by_incident ON tickets (incident, number)
            WHERE incident IS NOT NULL;

        CREATE TABLE incidents (
            number bigint PRIMARY KEY,
            state text NOT NULL,
            title text NOT NULL,
            symptom_key text,
            opened_at bigint NOT NULL,
            opened_by text,
            look text,
            notice_sv text,
            notice_en text,
            confirmed_at bigint,
            ended_at bigint,
            ended_by text,
            quiet_since bigint
        );
        CREATE INDEX incidents_by_state ON incidents (state, number);

        CREATE TABLE incident_answers (
            id bytea PRIMARY KEY,
            incident bigint NOT NULL REFERENCES incidents,
            text_sv text NOT NULL,
            text_en text,
            resolves bigint NOT NULL,
            staff text NOT NULL,
            staff_name text NOT NULL,
            written_at bigint NOT NULL
        );
        CREATE INDEX incident_answers_by_incident ON incident_answers (incident, id);

        CREATE TABLE incident_letters (
            answer bytea NOT NULL REFERENCES incident_answers,
            ticket bigint NOT NULL REFERENCES tickets,
            state text NOT NULL,
            reason text,
            at bigint NOT NULL,
            PRIMARY KEY (answer, ticket)
        );
        CREATE INDEX incident_letters_by_state ON incident_letters (state, at);

        CREATE TABLE maintenance (
            number bigint PRIMARY KEY,
            starts_at bigint NOT NULL,
            ends_at bigint NOT NULL,
            services text NOT NULL,
            notice_sv text NOT NULL,
            notice_en text,
            created_by text NOT NULL,
            cancelled_at bigint
        );
        CREATE INDEX maintenance_by_end ON maintenance (ends_at) WHERE cancelled_at IS NULL;

        CREATE TABLE symptom_queue (
            ticket bigint PRIMARY KEY REFERENCES tickets
        );
        CREATE TABLE symptom_arrivals (
            symptom_key text NOT NULL,
            at bigint NOT NULL,
            ticket bigint NOT NULL REFERENCES tickets,
            PRIMARY KEY (symptom_key, at, ticket)
        );
        CREATE INDEX symptom_arrivals_by_age ON symptom_arrivals (at);
        CREATE INDEX symptom_arrivals_by_ticket ON symptom_arrivals (ticket);
        CREATE TABLE symptom_rates (
            symptom_key text PRIMARY KEY,
            tickets bigint NOT NULL,
            short_tickets bigint NOT NULL,
            hour bigint NOT NULL
        );
        CREATE TABLE arrival_model (
            id bigint PRIMARY KEY,
            model text NOT NULL,
            saved_at bigint NOT NULL
        );
        """

    /// As in ``SQLiteSchema/linkedThrough``.
    static let linkedThrough = """
        ALTER TABLE incidents ADD COLUMN linked_at bigint, ADD COLUMN linked_ticket bigint;
        """
}
