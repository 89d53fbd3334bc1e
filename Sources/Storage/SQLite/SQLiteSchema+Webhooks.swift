extension SQLiteSchema {
    /// Where other systems are told what happens, and what is on its way to them.
    ///
    /// - `seal` and `seal_index` are the place in the order of events: of a webhook where reading
    ///   goes on, of a delivery the place after its event.
    static let webhooks = """
        CREATE TABLE webhooks (
            id BLOB PRIMARY KEY,
            url TEXT NOT NULL,
            kinds TEXT NOT NULL,
            queues TEXT NOT NULL,
            tells_subject INTEGER NOT NULL,
            secret BLOB NOT NULL,
            previous_secret BLOB,
            previous_until INTEGER,
            created_by TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            seal INTEGER NOT NULL,
            seal_index INTEGER NOT NULL,
            failing_since INTEGER,
            disabled_at INTEGER
        ) STRICT;

        CREATE TABLE webhook_deliveries (
            id BLOB PRIMARY KEY,
            webhook BLOB NOT NULL REFERENCES webhooks,
            event INTEGER NOT NULL,
            seal INTEGER NOT NULL,
            seal_index INTEGER NOT NULL,
            ticket INTEGER NOT NULL REFERENCES tickets,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            leased_until INTEGER NOT NULL,
            last_status INTEGER,
            last_error TEXT,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, id);
        CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at)
            WHERE state = 'queued';
        CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at)
            WHERE state <> 'queued';
        """

    /// What is due is looked up for each webhook by itself.
    static let webhooksApart = """
        DROP INDEX webhook_deliveries_due;
        CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook, due_at)
            WHERE state = 'queued';
        """
}
