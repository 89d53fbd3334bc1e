extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/calls``.
    static let calls = """
        ALTER TABLE handoffs ADD COLUMN carrier text;
        ALTER TABLE handoffs ADD COLUMN wish text;
        ALTER TABLE handoffs ADD COLUMN is_open bigint NOT NULL DEFAULT 0;
        CREATE INDEX handoffs_under_way ON handoffs (carrier, id) WHERE is_open = 1;
        CREATE INDEX handoffs_by_staff ON handoffs (requested_by, id);
        ALTER TABLE handoff_steps ADD COLUMN status bigint;

        ALTER TABLE tickets ADD COLUMN citizen_phone_key text;
        UPDATE tickets SET citizen_phone_key = \(SQLiteSchema.telephoneKey)
            WHERE citizen_phone IS NOT NULL;
        CREATE INDEX tickets_by_phone ON tickets (citizen_phone_key, number)
            WHERE citizen_phone_key IS NOT NULL;

        CREATE TABLE calls (
            id bytea PRIMARY KEY,
            external_id text NOT NULL UNIQUE,
            source text NOT NULL,
            direction text NOT NULL,
            from_number text,
            to_number text,
            state text NOT NULL,
            outcome text,
            clerk text,
            carrier text,
            ticket bigint REFERENCES tickets,
            destination text,
            started_at bigint NOT NULL,
            answered_at bigint,
            ended_at bigint,
            cause text
        );
        CREATE INDEX calls_by_state ON calls (state, id);
        CREATE INDEX calls_under_way ON calls (carrier, id) WHERE ended_at IS NULL;

        CREATE TABLE duty (
            staff text PRIMARY KEY,
            name text NOT NULL,
            telephone text NOT NULL,
            since bigint NOT NULL
        );

        CREATE TABLE call_backs (
            id bytea PRIMARY KEY,
            call bytea NOT NULL REFERENCES calls,
            number text NOT NULL,
            ticket bigint REFERENCES tickets,
            reason text NOT NULL,
            created_at bigint NOT NULL,
            done_at bigint,
            done_by text
        );
        CREATE INDEX call_backs_open ON call_backs (id) WHERE done_at IS NULL;
        CREATE INDEX call_backs_by_number ON call_backs (number) WHERE done_at IS NULL;
        """

    /// What must be known to go on with a call after a restart.
    static let keptCalls = "ALTER TABLE calls ADD COLUMN kept text;"

    /// As in ``SQLiteSchema/askedCallBacks``.
    static let askedCallBacks = """
        ALTER TABLE call_backs ALTER COLUMN call DROP NOT NULL, ADD COLUMN not_before bigint;
        """

    /// As in ``SQLiteSchema/handoffStates``.
    static let handoffStates = """
        ALTER TABLE handoffs ADD COLUMN state text NOT NULL DEFAULT 'requested';
        UPDATE handoffs SET state = (
                SELECT s.state FROM handoff_steps s WHERE s.handoff = handoffs.id
                ORDER BY s.place DESC LIMIT 1)
            WHERE id IN (SELECT handoff FROM handoff_steps);
        UPDATE handoffs SET is_open = 1
            WHERE state IN (
                'requested', 'validated', 'dialling', 'ringing', 'answered', 'joining');
        CREATE INDEX handoffs_open ON handoffs (id) WHERE is_open = 1;
        CREATE INDEX handoffs_by_state ON handoffs (state, id);
        """
}
