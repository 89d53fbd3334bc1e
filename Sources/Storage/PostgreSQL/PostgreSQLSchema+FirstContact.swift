extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/firstContacts``.
    static let firstContacts = """
        ALTER TABLE tickets ADD COLUMN first_contact text NOT NULL DEFAULT 'unsolved';
        ALTER TABLE tickets ADD COLUMN first_solved_at bigint;
        ALTER TABLE tickets ADD COLUMN repeats bigint;
        ALTER TABLE tickets ADD COLUMN came_back bigint NOT NULL DEFAULT 0;
        UPDATE tickets SET
            first_contact = CASE
                WHEN outcome IN ('duplicate', 'rejected') THEN 'uncounted'
                WHEN outcome = 'handed_off' THEN 'handed_off'
                WHEN contacts > 1 THEN 'returned'
                WHEN outcome = 'answered' THEN 'solved'
                ELSE 'unsolved' END,
            first_solved_at = CASE
                WHEN outcome = 'answered' AND contacts = 1 THEN resolved_at END;
        CREATE INDEX tickets_repeating ON tickets (repeats) WHERE repeats IS NOT NULL;
        CREATE INDEX tickets_by_opening ON tickets (
            created_at, channel, category, article, first_contact, first_solved_at, repeats,
            came_back);
        """

    /// As in ``SQLiteSchema/firstArticles``.
    static let firstArticles = """
        ALTER TABLE tickets ADD COLUMN first_article text;
        ALTER TABLE tickets ADD COLUMN solved_queue text;
        ALTER TABLE tickets ADD COLUMN solved_kind text;
        ALTER TABLE tickets ADD COLUMN solved_category text;
        UPDATE tickets SET first_article = article
        WHERE outcome = 'answered' AND first_contact = 'solved';
        DROP INDEX tickets_by_opening;
        CREATE INDEX tickets_by_opening ON tickets (
            created_at, queue, channel, category, first_article, first_contact, first_solved_at,
            repeats, came_back);
        """
}
