extension SQLiteSchema {
    /// Whether tickets were solved at first contact, as far as what is there says it.
    ///
    /// - `first_contact` and `first_solved_at` are what the ticket's own life says.
    /// - `repeats` is the earlier ticket that it is a new contact about, and `came_back` how many such
    ///   there are about it: kept on both, so that counting walks one index.
    static let firstContacts = """
        ALTER TABLE tickets ADD COLUMN first_contact TEXT NOT NULL DEFAULT 'unsolved';
        ALTER TABLE tickets ADD COLUMN first_solved_at INTEGER;
        ALTER TABLE tickets ADD COLUMN repeats INTEGER;
        ALTER TABLE tickets ADD COLUMN came_back INTEGER NOT NULL DEFAULT 0;
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

    /// Which article solved a ticket first, and what the ticket was when that was counted.
    ///
    /// - `first_article` stays when the citizen comes back, where `article` goes; `tickets_by_opening`
    ///   has it in the place of that.
    /// - `solved_queue`, `solved_kind` and `solved_category` are where the solution is taken off the
    ///   counts when the ticket is opened again. Of those that were solved before this step it is not
    ///   known whether and where they were counted, and nothing is taken off.
    static let firstArticles = """
        ALTER TABLE tickets ADD COLUMN first_article TEXT;
        ALTER TABLE tickets ADD COLUMN solved_queue TEXT;
        ALTER TABLE tickets ADD COLUMN solved_kind TEXT;
        ALTER TABLE tickets ADD COLUMN solved_category TEXT;
        UPDATE tickets SET first_article = article
        WHERE outcome = 'answered' AND first_contact = 'solved';
        DROP INDEX tickets_by_opening;
        CREATE INDEX tickets_by_opening ON tickets (
            created_at, queue, channel, category, first_article, first_contact, first_solved_at,
            repeats, came_back);
        """
}
