extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/evidence``.
    static let evidence = """
        CREATE TABLE evidence (
            id bytea PRIMARY KEY,
            ticket bigint NOT NULL REFERENCES tickets ON DELETE CASCADE,
            article text,
            origin text NOT NULL,
            verdict text NOT NULL,
            text text NOT NULL,
            learnt_at bigint NOT NULL
        );
        CREATE UNIQUE INDEX evidence_by_ticket
            ON evidence (ticket, origin, coalesce(article, ''));
        CREATE INDEX evidence_by_article ON evidence (article, id);
        """
}
