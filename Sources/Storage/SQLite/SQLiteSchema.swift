/// The tables, as steps from each version to the next; a step that was released is never changed.
enum SQLiteSchema {
    /// Step n leads from version n to version n + 1 (`PRAGMA user_version`).
    static let steps: [String] = [
        first, citizenKey, quickSearch, marks, packedBodies, evidence, privacy, calls, mail,
        access, keptCalls, cooperation, letters, clocks, triage, register, complaints,
        firstContacts, reports, incidents, firstContactQueues, webhooks, smallerRows,
        countedAnswers, linkedThrough, webhooksApart, firstArticles, traces, takenApart,
        changeRecords, mailCopies, numberKeys, citizenNames, askedCallBacks,
        erasedPeople, countedAttempts, handoffStates,
    ]

    private static let first = """
        CREATE TABLE tickets (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            revision INTEGER NOT NULL,
            subject TEXT NOT NULL,
            state TEXT NOT NULL,
            kind TEXT NOT NULL,
            category TEXT NOT NULL,
            priority TEXT NOT NULL,
            channel TEXT NOT NULL,
            queue TEXT NOT NULL,
            assignee TEXT,
            language TEXT NOT NULL,
            service TEXT,
            citizen_name TEXT,
            citizen_email TEXT,
            citizen_email_key TEXT GENERATED ALWAYS AS (lower(citizen_email)) VIRTUAL,
            citizen_phone TEXT,
            citizen_verified INTEGER NOT NULL,
            symptom TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            first_reply_at INTEGER,
            resolved_at INTEGER,
            first_reply_due_at INTEGER,
            resolution_due_at INTEGER,
            outcome TEXT,
            article TEXT,
            contacts INTEGER NOT NULL,
            suggestions TEXT NOT NULL
        ) STRICT;
        CREATE INDEX tickets_by_state ON tickets (state, number);
        CREATE INDEX tickets_by_queue ON tickets (queue, number);
        CREATE INDEX tickets_by_assignee ON tickets (assignee, number);
        CREATE INDEX tickets_by_kind ON tickets (kind, number);
        CREATE INDEX tickets_by_category ON tickets (category, number);
        CREATE INDEX tickets_by_citizen ON tickets (citizen_email_key, number);

        CREATE TABLE messages (
            id BLOB PRIMARY KEY,
            ticket INTEGER NOT NULL REFERENCES tickets,
            kind TEXT NOT NULL,
            author_kind TEXT NOT NULL,
            author TEXT,
            author_name TEXT,
            body TEXT NOT NULL,
            articles TEXT NOT NULL,
            mail_message_id TEXT,
            mail_references TEXT,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX messages_by_ticket ON messages (ticket, id);
        CREATE INDEX messages_by_mail ON messages (mail_message_id)
            WHERE mail_message_id IS NOT NULL;

        CREATE TABLE attachments (
            id BLOB PRIMARY KEY,
            ticket INTEGER NOT NULL REFERENCES tickets,
            message BLOB NOT NULL REFERENCES messages,
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            size INTEGER NOT NULL,
            digest BLOB NOT NULL
        ) STRICT;
        CREATE INDEX attachments_by_message ON attachments (message, id);

        CREATE TABLE blobs (
            digest BLOB PRIMARY KEY,
            bytes BLOB NOT NULL
        ) STRICT;

        CREATE TABLE mails (
            identity BLOB PRIMARY KEY,
            content BLOB NOT NULL,
            ticket INTEGER NOT NULL REFERENCES tickets,
            message BLOB NOT NULL REFERENCES messages,
            raw BLOB NOT NULL,
            received_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            ticket INTEGER NOT NULL REFERENCES tickets,
            at INTEGER NOT NULL,
            actor_kind TEXT NOT NULL,
            actor TEXT,
            actor_name TEXT,
            kind TEXT NOT NULL,
            details TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_by_ticket ON events (ticket, id);
        CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
            BEGIN SELECT raise(ABORT, 'events are append-only'); END;
        CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
            BEGIN SELECT raise(ABORT, 'events are append-only'); END;

        CREATE TABLE outbox (
            id BLOB PRIMARY KEY,
            ticket INTEGER NOT NULL REFERENCES tickets,
            message BLOB UNIQUE REFERENCES messages,
            payload TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            leased_until INTEGER NOT NULL,
            last_error TEXT
        ) STRICT;
        CREATE INDEX outbox_by_due ON outbox (state, due_at);

        CREATE TABLE handoffs (
            id BLOB PRIMARY KEY,
            ticket INTEGER NOT NULL REFERENCES tickets,
            destination TEXT NOT NULL,
            mode TEXT NOT NULL,
            call TEXT,
            summary TEXT,
            requested_by TEXT NOT NULL
        ) STRICT;
        CREATE INDEX handoffs_by_ticket ON handoffs (ticket, id);
        CREATE TABLE handoff_steps (
            handoff BLOB NOT NULL REFERENCES handoffs,
            place INTEGER NOT NULL,
            state TEXT NOT NULL,
            at INTEGER NOT NULL,
            detail TEXT,
            PRIMARY KEY (handoff, place)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sessions (
            token BLOB PRIMARY KEY,
            staff TEXT NOT NULL,
            name TEXT NOT NULL,
            mail TEXT,
            roles TEXT NOT NULL,
            queues TEXT NOT NULL,
            is_break_glass INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_by_expiry ON sessions (expires_at);

        CREATE TABLE answers (
            principal TEXT NOT NULL,
            target TEXT NOT NULL,
            key TEXT NOT NULL,
            request BLOB NOT NULL,
            status INTEGER NOT NULL,
            headers TEXT NOT NULL,
            body BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (principal, target, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX answers_by_age ON answers (created_at);

        CREATE TABLE pulse (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE proof_keys (
            id TEXT PRIMARY KEY,
            secret BLOB NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Contentless: the words are in messages already. The rowid is the ticket's number and the
        -- text's place in it, so that walking it downwards meets the newest ticket first.
        -- Diacritics are folded on purpose: citizens on old phones write "gar inte" for "går
        -- inte", and whoever looks for either must find both.
        CREATE VIRTUAL TABLE search USING fts5 (
            text, content = '', tokenize = 'unicode61 remove_diacritics 2', detail = full
        );
        """

    /// The key that a citizen's tickets are found by is written by the program: the database's own
    /// `lower` knows no letter past z, and PostgreSQL's depends on how the server was set up.
    private static let citizenKey = """
        DROP INDEX tickets_by_citizen;
        ALTER TABLE tickets DROP COLUMN citizen_email_key;
        ALTER TABLE tickets ADD COLUMN citizen_email_key TEXT;
        UPDATE tickets SET citizen_email_key = lower(citizen_email);
        CREATE INDEX tickets_by_citizen ON tickets (citizen_email_key, number);
        """

    /// What is to be known of the store itself.
    private static let marks = """
        CREATE TABLE marks (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
