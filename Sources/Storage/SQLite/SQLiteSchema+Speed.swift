extension SQLiteSchema {
    /// What `tickets_owed` held before ``clocks``.
    static let owedAtFirst = """
        (first_reply_at IS NULL AND first_reply_due_at IS NOT NULL
            OR resolution_due_at IS NOT NULL AND state IN ('new', 'open', 'waiting'))
        """

    /// What a large store needs to stay quick and small.
    ///
    /// - `search` holds in which texts a word stands and no longer where in them, which nothing
    ///   asked: half of its size. Its words are folded before they come here, by the same code for
    ///   both databases, so a word is whatever stands between spaces. Writing it anew takes about
    ///   five minutes for a million tickets.
    /// - `search_words` shows the index's own words in order.
    /// - `tickets_owed` has the few tickets that may be overdue.
    /// - `blobs.codec` says how octets are kept: 0 as they are, 1 by zstd, with their size.
    static let quickSearch = """
        DROP TABLE search;
        CREATE VIRTUAL TABLE search USING fts5 (
            text, content = '', tokenize = 'ascii', detail = none
        );
        CREATE VIRTUAL TABLE search_words USING fts5vocab (search, instance);
        -- Along the index, so that nothing has to be sorted.
        INSERT INTO search (rowid, text)
            SELECT ticket << 20 | ordinal, folded_words(
                CASE ordinal
                WHEN 1 THEN (SELECT subject FROM tickets WHERE number = ticket) || char(10) || body
                ELSE body END)
            FROM (
                SELECT m.ticket, m.body, (
                    SELECT count(*) FROM messages e WHERE e.ticket = m.ticket AND e.id <= m.id
                ) AS ordinal
                FROM messages m INDEXED BY messages_by_ticket
                ORDER BY m.ticket, m.id
                LIMIT -1
            )
            WHERE ordinal <= \(SQLiteSession.ordinalMax);

        CREATE INDEX tickets_owed ON tickets (number) WHERE \(owedAtFirst);

        ALTER TABLE blobs ADD COLUMN codec INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE blobs ADD COLUMN size INTEGER;
        """

    /// Room for long texts that are packed.
    ///
    /// See ``TextColumns``; what was written before stays as it is.
    static let packedBodies = """
        ALTER TABLE messages ADD COLUMN packed BLOB;
        ALTER TABLE messages ADD COLUMN size INTEGER;
        """

    /// The same for letters, which are mostly what every letter says.
    ///
    /// Two tables that hold some days at most are swept by going through them: an index for that cost
    /// every mail more than the sweep now and then.
    static let smallerRows = """
        ALTER TABLE outbox ADD COLUMN packed BLOB;
        ALTER TABLE outbox ADD COLUMN size INTEGER;
        DROP INDEX letter_counts_by_age;
        DROP INDEX symptom_arrivals_by_age;
        """
}
