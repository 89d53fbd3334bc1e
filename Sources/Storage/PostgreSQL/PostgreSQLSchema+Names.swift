extension PostgreSQLSchema {
    /// As in ``SQLiteSchema/citizenNames``.
    ///
    /// What was written before is folded as the server does it, which is the same for every name in
    /// Latin letters; beyond them a letter is what is no mark of punctuation.
    static let citizenNames = #"""
        INSERT INTO search (ticket, words)
            SELECT number, array_to_tsvector(words) FROM (
                SELECT number, (
                    SELECT array_agg(DISTINCT '§' || word)
                    FROM regexp_split_to_table(
                        lower(regexp_replace(
                            normalize(citizen_name, NFD), '[\u0300-\u036F]', '', 'g')),
                        '[^[:alnum:]\u00C0-\u1FFF\u2C00-\uFFFF]+') AS word
                    WHERE word <> '') AS words
                FROM tickets WHERE citizen_name IS NOT NULL) AS named
            WHERE words IS NOT NULL
            ORDER BY number;
        """#
}
