extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/webhooks``.
    static let webhooks = """
        CREATE TABLE webhooks (
            id bytea PRIMARY KEY,
            url text NOT NULL,
            kinds text NOT NULL,
            queues text NOT NULL,
            tells_subject bigint NOT NULL,
            secret bytea NOT NULL,
            previous_secret bytea,
            previous_until bigint,
            created_by text NOT NULL,
            created_at bigint NOT NULL,
            seal bigint NOT NULL,
            seal_index bigint NOT NULL,
            failing_since bigint,
            disabled_at bigint
        );

        CREATE TABLE webhook_deliveries (
            id bytea PRIMARY KEY,
            webhook bytea NOT NULL REFERENCES webhooks,
            event bigint NOT NULL,
            seal bigint NOT NULL,
            seal_index bigint NOT NULL,
            ticket bigint NOT NULL REFERENCES tickets,
            kind text NOT NULL,
            state text NOT NULL,
            attempts bigint NOT NULL,
            due_at bigint NOT NULL,
            leased_until bigint NOT NULL,
            last_status bigint,
            last_error text,
            created_at bigint NOT NULL
        );
        CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, id);
        CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at)
            WHERE state = 'queued';
        CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at)
            WHERE state <> 'queued';
        """

    /// As in ``SQLiteSchema/webhooksApart``.
    static let webhooksApart = """
        DROP INDEX webhook_deliveries_due;
        CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook, due_at)
            WHERE state = 'queued';
        """
}
