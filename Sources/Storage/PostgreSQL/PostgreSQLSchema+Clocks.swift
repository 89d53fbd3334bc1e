extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/clocks``.
    static let clocks = """
        DROP INDEX tickets_owed;
        ALTER TABLE tickets ADD COLUMN clock_marks bigint NOT NULL DEFAULT 0;
        ALTER TABLE tickets ADD COLUMN asked_at bigint;
        ALTER TABLE tickets ADD COLUMN next_reply_due_at bigint;
        ALTER TABLE tickets ADD COLUMN resolution_since bigint;
        ALTER TABLE tickets ADD COLUMN resolution_spent bigint NOT NULL DEFAULT 0;
        ALTER TABLE tickets ADD COLUMN first_reply_alarm_at bigint;
        ALTER TABLE tickets ADD COLUMN next_reply_alarm_at bigint;
        ALTER TABLE tickets ADD COLUMN resolution_alarm_at bigint;
        ALTER TABLE tickets ADD COLUMN next_due_at bigint;
        CREATE INDEX tickets_owed ON tickets (number) WHERE next_due_at IS NOT NULL;
        CREATE INDEX tickets_by_due ON tickets (next_due_at, number)
            WHERE next_due_at IS NOT NULL;
        """

    /// As in ``SQLiteSchema/triage``.
    static let triage = "ALTER TABLE tickets ADD COLUMN triage_reasons text NOT NULL DEFAULT '[]';"

    /// As in ``SQLiteSchema/register``.
    static let register = """
        ALTER TABLE tickets ADD COLUMN register_year bigint;
        ALTER TABLE tickets ADD COLUMN register_number bigint;
        CREATE UNIQUE INDEX tickets_by_register ON tickets (register_year, register_number)
            WHERE register_year IS NOT NULL;
        CREATE TABLE registers (
            year bigint PRIMARY KEY,
            last bigint NOT NULL
        );
        """
}
