extension SQLiteSchema {
    /// Tickets are found by their citizens' names: those of what was written before go into the index
    /// of words, each before the texts of its ticket.
    ///
    /// In the order of the index, so that nothing has to be sorted: some ten seconds for a million
    /// tickets.
    static let citizenNames = """
        INSERT INTO search (rowid, text)
            SELECT number << 20, name_words(citizen_name) FROM tickets
            WHERE citizen_name IS NOT NULL AND name_words(citizen_name) <> ''
            ORDER BY number;
        """
}
