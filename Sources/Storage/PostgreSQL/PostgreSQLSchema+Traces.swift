extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/traces``.
    ///
    /// What stands in quarantine is folded as the server does it; what comes from now on is written
    /// folded, and within the quarantine's time there is no other.
    static let traces = """
        \(keyOfNumber)
        ALTER TABLE calls ADD COLUMN number_key text;
        UPDATE calls SET number_key = key_of_number(
            CASE direction WHEN 'in' THEN from_number ELSE to_number END);
        CREATE INDEX calls_by_number ON calls (number_key) WHERE number_key IS NOT NULL;
        CREATE INDEX calls_by_ticket ON calls (ticket) WHERE ticket IS NOT NULL;

        ALTER TABLE call_backs ADD COLUMN number_key text;
        UPDATE call_backs SET number_key = key_of_number(number);
        CREATE INDEX call_backs_by_key ON call_backs (number_key);
        CREATE INDEX call_backs_by_ticket ON call_backs (ticket) WHERE ticket IS NOT NULL;
        DROP FUNCTION key_of_number;

        ALTER TABLE quarantine ADD COLUMN sender_key text;
        UPDATE quarantine SET sender_key = lower(sender);
        CREATE INDEX quarantine_by_sender ON quarantine (sender_key) WHERE sender_key IS NOT NULL;
        """

    /// As in ``SQLiteSchema/numberKeys``; what is no number without its parameters stays as it was said.
    static let numberKeys: String = {
        let key = "key_of_number(split_part(number_key, ';', 1))"
        let isOld = "number_key LIKE '%;%' AND \(key) ~ '^[0-9]{7,15}$'"
        return """
            \(keyOfNumber)
            UPDATE calls SET number_key = \(key) WHERE \(isOld);
            UPDATE call_backs SET number_key = \(key) WHERE \(isOld);
            DROP FUNCTION key_of_number;
            """
    }()

    /// `TelephoneKey.findable` in SQL, for what was written before; 160 is the space that does not
    /// break.
    private static let keyOfNumber = """
        CREATE FUNCTION key_of_number(number text) RETURNS text LANGUAGE sql AS $$
            SELECT CASE WHEN key ~ '^[0-9]{7,15}$' THEN key ELSE number END
            FROM (
                SELECT CASE
                    WHEN said ~ ('^[ ' || chr(160) || ']*[+]') THEN digits
                    WHEN digits LIKE '00%' THEN substr(digits, 3)
                    WHEN digits LIKE '0%' THEN '46' || substr(digits, 2)
                    ELSE digits END AS key
                FROM (
                    SELECT said,
                        translate(replace(said, '(0)', ''), ' -./()+' || chr(160), '') AS digits
                    FROM (
                        SELECT CASE
                            WHEN number ~* '^(sips?|tel):'
                                THEN substring(number FROM '^[^:]*:([^@;]*)')
                            ELSE number END AS said
                    ) AS saying
                ) AS counted
            ) AS keyed
        $$;
        """
}
