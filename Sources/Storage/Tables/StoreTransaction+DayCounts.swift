import Desk

/// The table `day_counts`: how many there were of what on a day.
///
/// Each connection of PostgreSQL counts in rows of its own, so that no two transactions write the
/// same one; a sum takes them together.
extension StoreTransaction {
    func add(_ count: DayCount, _ times: Int) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO day_counts (
                fact, day, queue, channel, kind, category, subject, outcome, amount, writer, times)
            VALUES (
                \(count.fact), \(count.day.number), \(count.queue), \(count.channel),
                \(count.kind), \(count.category), \(count.subject), \(count.outcome),
                \(count.amount), \(name: session.writer), \(times))
            ON CONFLICT (
                fact, day, queue, channel, kind, category, subject, outcome, amount, writer)
            DO UPDATE SET times = day_counts.times + excluded.times
            """
        )
    }

    func counts(_ query: DayCountQuery) throws(DeskError) -> [(DayCount, count: Int)] {
        let columns = DayCountQuery.Column.allCases.filter(query.columns.contains)
        let names = columns.map(\.rawValue)
        let list = names.map { "\($0), " }.joined()
        var statement: SQL = "SELECT \(name: list) CAST(sum(times) AS bigint) FROM day_counts "
        statement += """
            WHERE fact = \(query.fact)
                AND day BETWEEN \(query.days.lowerBound.number) AND \(query.days.upperBound.number)
            """
        if let queues = query.queues {
            statement += " AND queue IN (\(list: (queues + [""]).map(SQLValue.words)))"
        } else if !query.hiddenQueues.isEmpty {
            statement += " AND queue NOT IN (\(list: query.hiddenQueues.map(SQLValue.words)))"
        }
        if !names.isEmpty {
            statement += " GROUP BY \(name: names.joined(separator: ", "))"
        }
        return try session.all(statement) { (row) throws(DeskError) in
            var count = DayCount(query.fact, on: query.days.lowerBound)
            for (index, column) in columns.enumerated() {
                switch column {
                case .day: count.day = CivilDay(number: Int(row.integer(index)))
                case .queue: count.queue = row.text(index)
                case .channel: count.channel = row.text(index)
                case .kind: count.kind = row.text(index)
                case .category: count.category = row.text(index)
                case .subject: count.subject = row.text(index)
                case .outcome: count.outcome = row.text(index)
                case .amount: count.amount = Int(row.integer(index))
                }
            }
            let sum = row.isNull(columns.count) ? 0 : Int(row.integer(columns.count))
            return (count, count: sum)
        }
    }
}
