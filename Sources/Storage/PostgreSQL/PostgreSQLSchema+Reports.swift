extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/reports``.
    static let reports = """
        CREATE TABLE day_counts (
            fact text NOT NULL,
            day bigint NOT NULL,
            queue text NOT NULL,
            channel text NOT NULL,
            kind text NOT NULL,
            category text NOT NULL,
            subject text NOT NULL,
            outcome text NOT NULL,
            amount bigint NOT NULL,
            writer bigint NOT NULL,
            times bigint NOT NULL,
            PRIMARY KEY (
                fact, day, queue, channel, kind, category, subject, outcome, amount, writer)
        );

        CREATE TABLE missed_questions (
            ticket bigint PRIMARY KEY REFERENCES tickets,
            at bigint NOT NULL
        );
        CREATE INDEX missed_questions_by_time ON missed_questions (at);

        CREATE INDEX tickets_by_registration ON tickets (created_at)
            WHERE register_year IS NOT NULL;
        """

    /// As in ``SQLiteSchema/firstContactQueues``.
    static let firstContactQueues = """
        DROP INDEX tickets_by_opening;
        CREATE INDEX tickets_by_opening ON tickets (
            created_at, queue, channel, category, article, first_contact, first_solved_at, repeats,
            came_back);
        """

    /// As in ``SQLiteSchema/countedAnswers``.
    static let countedAnswers = """
        ALTER TABLE inquiries ADD COLUMN counted_queue text;
        ALTER TABLE inquiries ADD COLUMN counted_kind text;
        ALTER TABLE inquiries ADD COLUMN counted_category text;
        """
}
