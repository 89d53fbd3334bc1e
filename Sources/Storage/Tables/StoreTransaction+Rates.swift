import Desk
import KnowledgeBase

/// The table `symptom_rates`: how often symptoms come, in millionths of a ticket.
extension StoreTransaction {
    func rate(of key: SymptomKey) throws(DeskError) -> KeyRate? {
        try session.first(
            """
            SELECT tickets, short_tickets, hour FROM symptom_rates
            WHERE symptom_key = \(key.description)
            """
        ) { KeyRate($0, at: 0) }
    }

    func greatestRates(
        limit: Int
    ) throws(DeskError) -> [(key: SymptomKey, rate: KeyRate)] {
        try session.all(
            """
            SELECT symptom_key, tickets, short_tickets, hour FROM symptom_rates
            ORDER BY tickets DESC, symptom_key LIMIT \(limit)
            """
        ) { row in SymptomKey(row.text(0)).map { ($0, KeyRate(row, at: 1)) } }
        .compactMap(\.self)
    }

    func save(_ rate: KeyRate, of key: SymptomKey) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO symptom_rates (symptom_key, tickets, short_tickets, hour)
            VALUES (
                \(key.description), \(Self.millionths(rate.tickets)),
                \(Self.millionths(rate.shortTickets)), \(rate.hour))
            ON CONFLICT (symptom_key) DO UPDATE SET tickets = excluded.tickets,
                short_tickets = excluded.short_tickets, hour = excluded.hour
            """
        )
    }

    func trimRates(to countMax: Int) throws(DeskError) {
        try session.execute(
            """
            DELETE FROM symptom_rates WHERE symptom_key IN (
                SELECT symptom_key FROM symptom_rates ORDER BY tickets DESC, symptom_key
                LIMIT 1000000 OFFSET \(countMax))
            """
        )
    }

    private static func millionths(_ tickets: Double) -> Int {
        Int((tickets * 1_000_000).rounded())
    }
}

extension KeyRate {
    /// Reads three columns that begin at `index`.
    fileprivate init(_ row: any SQLRow, at index: Int) {
        self.init(
            tickets: Double(row.integer(index)) / 1_000_000,
            shortTickets: Double(row.integer(index + 1)) / 1_000_000,
            hour: Int(row.integer(index + 2))
        )
    }
}
