extension SQLiteSchema {
    /// The clocks of tickets: nothing of them is kept in memory.
    ///
    /// - `next_due_at` is the earliest moment that something is owed. No clock ran before this step,
    ///   so that nothing is owed on what there is until it is saved again.
    /// - `resolution_spent` is in milliseconds of open time.
    static let clocks = """
        DROP INDEX tickets_owed;
        ALTER TABLE tickets ADD COLUMN clock_marks INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tickets ADD COLUMN asked_at INTEGER;
        ALTER TABLE tickets ADD COLUMN next_reply_due_at INTEGER;
        ALTER TABLE tickets ADD COLUMN resolution_since INTEGER;
        ALTER TABLE tickets ADD COLUMN resolution_spent INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tickets ADD COLUMN first_reply_alarm_at INTEGER;
        ALTER TABLE tickets ADD COLUMN next_reply_alarm_at INTEGER;
        ALTER TABLE tickets ADD COLUMN resolution_alarm_at INTEGER;
        ALTER TABLE tickets ADD COLUMN next_due_at INTEGER;
        CREATE INDEX tickets_owed ON tickets (number) WHERE next_due_at IS NOT NULL;
        CREATE INDEX tickets_by_due ON tickets (next_due_at, number)
            WHERE next_due_at IS NOT NULL;
        """

    /// Why a ticket came to be where it is: a list of texts in JSON.
    static let triage = "ALTER TABLE tickets ADD COLUMN triage_reasons TEXT NOT NULL DEFAULT '[]';"

    /// Complaints, opinions and praise have a number within their year.
    static let register = """
        ALTER TABLE tickets ADD COLUMN register_year INTEGER;
        ALTER TABLE tickets ADD COLUMN register_number INTEGER;
        CREATE UNIQUE INDEX tickets_by_register ON tickets (register_year, register_number)
            WHERE register_year IS NOT NULL;
        CREATE TABLE registers (
            year INTEGER PRIMARY KEY,
            last INTEGER NOT NULL
        ) STRICT;
        """
}
