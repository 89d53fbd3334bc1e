import Desk
import GRDB

extension SQLiteSchema {
    /// What finds a person's traces without looking through the log of calls and the quarantine.
    ///
    /// - `number_key` is ``TelephoneKey/findable(_:)`` of the citizen's number, and `sender_key` the
    ///   sender's address in lower case, both written by the program.
    /// - `quarantine` is made anew, so that its mails still stand last.
    /// - `usermerge` lets ``SQLiteSession/mergeWords(erasedBefore:)`` go on while others write.
    static let traces = """
        ALTER TABLE calls ADD COLUMN number_key TEXT;
        UPDATE calls SET number_key = key_of_number(
            CASE direction WHEN 'in' THEN from_number ELSE to_number END);
        CREATE INDEX calls_by_number ON calls (number_key) WHERE number_key IS NOT NULL;
        CREATE INDEX calls_by_ticket ON calls (ticket) WHERE ticket IS NOT NULL;

        ALTER TABLE call_backs ADD COLUMN number_key TEXT;
        UPDATE call_backs SET number_key = key_of_number(number);
        CREATE INDEX call_backs_by_key ON call_backs (number_key);
        CREATE INDEX call_backs_by_ticket ON call_backs (ticket) WHERE ticket IS NOT NULL;

        CREATE TABLE new_quarantine (
            id BLOB PRIMARY KEY,
            identity BLOB NOT NULL UNIQUE,
            reason TEXT NOT NULL,
            claims INTEGER REFERENCES tickets,
            sender TEXT,
            sender_key TEXT,
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
        INSERT INTO new_quarantine
            SELECT id, identity, reason, claims, sender, lower_case(sender), sender_name, subject,
                verdicts, return_path, reply_token, received_at, size, codec, bytes
            FROM quarantine;
        DROP TABLE quarantine;
        ALTER TABLE new_quarantine RENAME TO quarantine;
        CREATE INDEX quarantine_by_age ON quarantine (received_at);
        CREATE INDEX quarantine_by_claim ON quarantine (claims, id) WHERE claims IS NOT NULL;
        CREATE INDEX quarantine_by_sender ON quarantine (sender_key) WHERE sender_key IS NOT NULL;

        INSERT INTO search (search, rank) VALUES ('usermerge', 2);
        """

    /// The keys of numbers that were written with their parameters, `+46701740605;cpc=ordinary`, before
    /// keys were made without them.
    static let numberKeys = """
        UPDATE calls SET number_key = key_of_number(number_key) WHERE number_key LIKE '%;%';
        UPDATE call_backs SET number_key = key_of_number(number_key) WHERE number_key LIKE '%;%';
        """

    /// What steps call and SQLite does not have.
    static let functions = [
        function("folded_words") { FoldedWords($0).once },
        function("key_of_number", TelephoneKey.findable),
        function("name_words") { NameWords($0).once },
        function("lower_case") { $0.lowercased() },
    ]

    private static func function(
        _ name: String,
        _ body: @escaping @Sendable (String) -> String
    ) -> DatabaseFunction {
        DatabaseFunction(name, argumentCount: 1, pure: true) { values in
            String.fromDatabaseValue(values[0]).map(body)
        }
    }
}
