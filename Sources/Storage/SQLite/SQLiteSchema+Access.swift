extension SQLiteSchema {
    /// When a session was used and confirmed, and from where; the tokens of other systems; the
    /// failures to log in; the record of access, to which lines are only ever added.
    static let access = """
        ALTER TABLE sessions ADD COLUMN phone TEXT;
        ALTER TABLE sessions ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sessions ADD COLUMN confirmed_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sessions ADD COLUMN address TEXT;
        UPDATE sessions SET used_at = created_at, confirmed_at = created_at;
        CREATE INDEX sessions_by_staff ON sessions (staff, created_at);

        CREATE TABLE service_tokens (
            id BLOB PRIMARY KEY,
            token BLOB NOT NULL UNIQUE,
            name TEXT NOT NULL,
            scopes TEXT NOT NULL,
            queues TEXT NOT NULL,
            created_by TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            used_at INTEGER,
            revoked_at INTEGER
        ) STRICT;

        CREATE TABLE sign_in_failures (
            subject BLOB PRIMARY KEY,
            failures INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            blocked_until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sign_in_failures_by_age ON sign_in_failures (last_at);

        CREATE TABLE access_records (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            staff TEXT,
            staff_key TEXT,
            address TEXT,
            network TEXT,
            means TEXT NOT NULL,
            outcome TEXT NOT NULL,
            actor TEXT
        ) STRICT;
        CREATE INDEX access_records_by_staff
            ON access_records (staff_key, outcome, network, at);
        CREATE TRIGGER access_records_are_not_changed BEFORE UPDATE ON access_records
            BEGIN SELECT raise(ABORT, 'access_records are append-only'); END;
        CREATE TRIGGER access_records_are_not_removed BEFORE DELETE ON access_records
            BEGIN SELECT raise(ABORT, 'access_records are append-only'); END;
        """

    /// Who changed what is no ticket's.
    static let changeRecords = """
        CREATE TABLE change_records (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            staff TEXT NOT NULL,
            staff_key TEXT NOT NULL,
            act TEXT NOT NULL,
            subject TEXT NOT NULL,
            details TEXT NOT NULL
        ) STRICT;
        CREATE INDEX change_records_by_staff ON change_records (staff_key, id);
        CREATE TRIGGER change_records_are_not_changed BEFORE UPDATE ON change_records
            BEGIN SELECT raise(ABORT, 'change_records are append-only'); END;
        CREATE TRIGGER change_records_are_not_removed BEFORE DELETE ON change_records
            BEGIN SELECT raise(ABORT, 'change_records are append-only'); END;
        """

    /// How many attempts one line stands for, where nobody looked at them.
    static let countedAttempts = """
        ALTER TABLE access_records ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
        """
}
