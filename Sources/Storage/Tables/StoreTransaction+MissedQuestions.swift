import Desk
import Foundation

/// The table `missed_questions`: tickets that no article answered when they came.
extension StoreTransaction {
    func insert(_ question: MissedQuestion) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO missed_questions (ticket, at)
            VALUES (\(question.ticket.rawValue), \(question.at))
            ON CONFLICT (ticket) DO NOTHING
            """
        )
    }

    func missedQuestions(_ query: MissedQuestionQuery) throws(DeskError) -> [MissedQuestion] {
        let noQuestion: [TicketOutcome] = [.rejected, .duplicate]
        var statement: SQL = """
            SELECT m.ticket, m.at FROM missed_questions m JOIN tickets t ON t.number = m.ticket
            WHERE m.at >= \(query.span.lowerBound) AND m.at < \(query.span.upperBound)
                AND t.article IS NULL AND t.merged_into IS NULL AND t.is_protected = 0
                AND (t.outcome IS NULL OR t.outcome NOT IN (
                    \(list: noQuestion.map { SQLValue.words($0.rawValue) })))
            """
        if let queues = query.queues {
            statement += " AND t.queue IN (\(list: queues.map(SQLValue.words)))"
        }
        if !query.hiddenQueues.isEmpty {
            statement += " AND t.queue NOT IN (\(list: query.hiddenQueues.map(SQLValue.words)))"
        }
        statement += " ORDER BY m.at DESC, m.ticket DESC LIMIT \(query.limit)"
        return try session.all(statement) {
            MissedQuestion(ticket: $0.number(0), at: $0.moment(1))
        }
    }

    /// Who wanted an article so long ago asks again, or does not want it any more.
    func sweepMissedQuestions(before moment: Date) throws(DeskError) {
        try session.execute(
            "DELETE FROM missed_questions WHERE at < \(moment - Self.missedQuestionLifetime)"
        )
    }

    private static let missedQuestionLifetime: TimeInterval = 800 * 86_400
}
