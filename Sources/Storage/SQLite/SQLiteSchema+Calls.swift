extension SQLiteSchema {
    /// Calls, who takes them, who is owed one, and hand-offs that a switchboard carries out.
    static let calls = """
        ALTER TABLE handoffs ADD COLUMN carrier TEXT;
        ALTER TABLE handoffs ADD COLUMN wish TEXT;
        ALTER TABLE handoffs ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX handoffs_under_way ON handoffs (carrier, id) WHERE is_open = 1;
        CREATE INDEX handoffs_by_staff ON handoffs (requested_by, id);
        ALTER TABLE handoff_steps ADD COLUMN status INTEGER;

        ALTER TABLE tickets ADD COLUMN citizen_phone_key TEXT;
        UPDATE tickets SET citizen_phone_key = \(SQLiteSchema.telephoneKey)
            WHERE citizen_phone IS NOT NULL;
        CREATE INDEX tickets_by_phone ON tickets (citizen_phone_key, number)
            WHERE citizen_phone_key IS NOT NULL;

        CREATE TABLE calls (
            id BLOB PRIMARY KEY,
            external_id TEXT NOT NULL UNIQUE,
            source TEXT NOT NULL,
            direction TEXT NOT NULL,
            from_number TEXT,
            to_number TEXT,
            state TEXT NOT NULL,
            outcome TEXT,
            clerk TEXT,
            carrier TEXT,
            ticket INTEGER REFERENCES tickets,
            destination TEXT,
            started_at INTEGER NOT NULL,
            answered_at INTEGER,
            ended_at INTEGER,
            cause TEXT
        ) STRICT;
        CREATE INDEX calls_by_state ON calls (state, id);
        CREATE INDEX calls_under_way ON calls (carrier, id) WHERE ended_at IS NULL;

        CREATE TABLE duty (
            staff TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            telephone TEXT NOT NULL,
            since INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE call_backs (
            id BLOB PRIMARY KEY,
            call BLOB NOT NULL REFERENCES calls,
            number TEXT NOT NULL,
            ticket INTEGER REFERENCES tickets,
            reason TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            done_at INTEGER,
            done_by TEXT
        ) STRICT;
        CREATE INDEX call_backs_open ON call_backs (id) WHERE done_at IS NULL;
        CREATE INDEX call_backs_by_number ON call_backs (number) WHERE done_at IS NULL;
        """

    /// What must be known to go on with a call after a restart.
    static let keptCalls = "ALTER TABLE calls ADD COLUMN kept TEXT;"

    /// A call that a citizen asked for: none was lost, and it may have to wait.
    static let askedCallBacks = """
        CREATE TABLE new_call_backs (
            id BLOB PRIMARY KEY,
            call BLOB REFERENCES calls,
            number TEXT NOT NULL,
            ticket INTEGER REFERENCES tickets,
            reason TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            done_at INTEGER,
            done_by TEXT,
            number_key TEXT,
            not_before INTEGER
        ) STRICT;
        INSERT INTO new_call_backs
            SELECT id, call, number, ticket, reason, created_at, done_at, done_by, number_key, NULL
            FROM call_backs;
        DROP TABLE call_backs;
        ALTER TABLE new_call_backs RENAME TO call_backs;
        CREATE INDEX call_backs_open ON call_backs (id) WHERE done_at IS NULL;
        CREATE INDEX call_backs_by_number ON call_backs (number) WHERE done_at IS NULL;
        CREATE INDEX call_backs_by_key ON call_backs (number_key);
        CREATE INDEX call_backs_by_ticket ON call_backs (ticket) WHERE ticket IS NOT NULL;
        """

    /// Where each hand-off stands, for lists of them; a hand-off from before `is_open` was there may be
    /// under way still.
    static let handoffStates = """
        ALTER TABLE handoffs ADD COLUMN state TEXT NOT NULL DEFAULT 'requested';
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

    /// `TelephoneKey` of what was written before, as near as SQL comes to it; whoever saves a ticket
    /// puts it right.
    static let telephoneKey: String = {
        var digits = "citizen_phone"
        for space in [" ", "-", ".", "/", "(0)", "(", ")"] {
            digits = "replace(\(digits), '\(space)', '')"
        }
        return """
            CASE WHEN \(digits) LIKE '+%' THEN substr(\(digits), 2)
                WHEN \(digits) LIKE '00%' THEN substr(\(digits), 3)
                WHEN \(digits) LIKE '0%' THEN '46' || substr(\(digits), 2)
                ELSE \(digits) END
            """
    }()
}
