extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/mail``.
    static let mail = """
        ALTER TABLE messages
            ADD COLUMN mail_sender text, ADD COLUMN mail_verdicts text, ADD COLUMN mail_own text;
        CREATE INDEX mails_by_message ON mails (message);

        CREATE TABLE quarantine (
            id bytea PRIMARY KEY,
            identity bytea NOT NULL UNIQUE,
            reason text NOT NULL,
            claims bigint REFERENCES tickets,
            sender text,
            sender_name text,
            subject text NOT NULL,
            verdicts text NOT NULL,
            return_path text,
            reply_token text,
            received_at bigint NOT NULL,
            size bigint NOT NULL,
            codec integer NOT NULL,
            bytes bytea NOT NULL
        );
        ALTER TABLE quarantine ALTER COLUMN bytes SET STORAGE EXTERNAL;
        CREATE INDEX quarantine_by_age ON quarantine (received_at);
        CREATE INDEX quarantine_by_claim ON quarantine (claims, id) WHERE claims IS NOT NULL;

        CREATE TABLE parties (
            ticket bigint NOT NULL REFERENCES tickets,
            address text NOT NULL,
            PRIMARY KEY (ticket, address)
        );

        CREATE TABLE refusals (
            address text PRIMARY KEY,
            status text NOT NULL,
            at bigint NOT NULL
        );
        """

    /// As in ``SQLiteSchema/mailCopies``.
    static let mailCopies = "ALTER TABLE messages ADD COLUMN mail_copies text;"
}
