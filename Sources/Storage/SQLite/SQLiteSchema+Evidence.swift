extension SQLiteSchema {
    /// What tickets have taught about articles.
    ///
    /// A row goes with its ticket. One source says one thing of an article for a ticket; `article` is
    /// null where none answers.
    static let evidence = """
        CREATE TABLE evidence (
            id BLOB PRIMARY KEY,
            ticket INTEGER NOT NULL REFERENCES tickets ON DELETE CASCADE,
            article TEXT,
            origin TEXT NOT NULL,
            verdict TEXT NOT NULL,
            text TEXT NOT NULL,
            learnt_at INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX evidence_by_ticket
            ON evidence (ticket, origin, coalesce(article, ''));
        CREATE INDEX evidence_by_article ON evidence (article, id);
        """
}
