extension SQLiteSchema {
    /// What mail needs beside messages.
    ///
    /// - `messages` says who wrote a mail, what each step on its way in said, and which words are
    ///   the writer's own where the mail repeats others.
    /// - `quarantine` has the mails that wait for a decision of staff.
    /// - `parties` has the addresses that staff let into a ticket.
    /// - `refusals` has the addresses from which mail came back.
    static let mail = """
        ALTER TABLE messages ADD COLUMN mail_sender TEXT;
        ALTER TABLE messages ADD COLUMN mail_verdicts TEXT;
        ALTER TABLE messages ADD COLUMN mail_own TEXT;
        CREATE INDEX mails_by_message ON mails (message);

        CREATE TABLE quarantine (
            id BLOB PRIMARY KEY,
            identity BLOB NOT NULL UNIQUE,
            reason TEXT NOT NULL,
            claims INTEGER REFERENCES tickets,
            sender TEXT,
            sender_name TEXT,
            subject TEXT NOT NULL,
            verdicts TEXT NOT NULL,
            return_path TEXT,
            reply_token TEXT,
            received_at INTEGER NOT NULL,
            size INTEGER NOT NULL,
            codec INTEGER NOT NULL,
            -- Last: whoever reads the list must not walk through it.
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX quarantine_by_age ON quarantine (received_at);
        CREATE INDEX quarantine_by_claim ON quarantine (claims, id) WHERE claims IS NOT NULL;

        CREATE TABLE parties (
            ticket INTEGER NOT NULL REFERENCES tickets,
            address TEXT NOT NULL,
            PRIMARY KEY (ticket, address)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE refusals (
            address TEXT PRIMARY KEY,
            status TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// `mail_copies` says who else got a mail, as a list of addresses in JSON; NULL for nobody, and
    /// for what came before this was kept.
    static let mailCopies = "ALTER TABLE messages ADD COLUMN mail_copies TEXT;"
}
