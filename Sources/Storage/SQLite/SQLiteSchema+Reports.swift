extension SQLiteSchema {
    /// What reports read: counts by day, and the tickets that no article answered.
    ///
    /// - `day` is the number of days since 1970-01-01, as the city counts them; what is not told apart
    ///   is empty, for a null would be another row each time.
    /// - `tickets_by_registration` finds the few tickets that are registered by when they came.
    static let reports = """
        CREATE TABLE day_counts (
            fact TEXT NOT NULL,
            day INTEGER NOT NULL,
            queue TEXT NOT NULL,
            channel TEXT NOT NULL,
            kind TEXT NOT NULL,
            category TEXT NOT NULL,
            subject TEXT NOT NULL,
            outcome TEXT NOT NULL,
            amount INTEGER NOT NULL,
            writer INTEGER NOT NULL,
            times INTEGER NOT NULL,
            PRIMARY KEY (
                fact, day, queue, channel, kind, category, subject, outcome, amount, writer)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE missed_questions (
            ticket INTEGER PRIMARY KEY REFERENCES tickets,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX missed_questions_by_time ON missed_questions (at);

        CREATE INDEX tickets_by_registration ON tickets (created_at)
            WHERE register_year IS NOT NULL;
        """

    /// `tickets_by_opening` has the queue too: most people see figures of some queues only.
    static let firstContactQueues = """
        DROP INDEX tickets_by_opening;
        CREATE INDEX tickets_by_opening ON tickets (
            created_at, queue, channel, category, article, first_contact, first_solved_at, repeats,
            came_back);
        """

    /// What a ticket was when an answer of its citizen was counted, to be taken off there when
    /// another one comes.
    static let countedAnswers = """
        ALTER TABLE inquiries ADD COLUMN counted_queue TEXT;
        ALTER TABLE inquiries ADD COLUMN counted_kind TEXT;
        ALTER TABLE inquiries ADD COLUMN counted_category TEXT;
        """
}
