import Cryptography
import Desk
import Foundation

/// The table `answers`: what was answered to a request that may be sent again.
extension StoreTransaction {
    /// The status of an answer that was withdrawn: its key still says that the request was carried out.
    private static let withdrawn = 0
    /// Stored answers are given again for this long (at least a day is promised).
    private static let answerLifetime: TimeInterval = 48 * 3_600

    func answer(
        to key: IdempotencyKey
    ) throws(DeskError) -> (request: Digest, answer: StoredAnswer?)? {
        try session.first(
            """
            SELECT request, status, headers, body FROM answers
            WHERE principal = \(key.principal) AND target = \(key.target) AND key = \(key.key)
            """
        ) { (row) throws(DeskError) in
            let status = Int(row.integer(1))
            guard status != Self.withdrawn else { return (try row.digest(0), nil) }
            return (
                try row.digest(0),
                StoredAnswer(status: status, headers: try row.members(2), body: row.blob(3))
            )
        }
    }

    func keep(
        _ answer: StoredAnswer,
        for key: IdempotencyKey,
        of ticket: TicketNumber?
    ) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO answers (
                principal, target, key, request, status, headers, body, created_at, ticket)
            VALUES (
                \(key.principal), \(key.target), \(key.key), \(key.request.bytes),
                \(answer.status), \(json(answer.headers)), \(answer.body), \(now),
                \(ticket.map { Int($0.rawValue) }))
            """
        )
    }

    func withdrawAnswers(of ticket: TicketNumber) throws(DeskError) {
        try withdrawAnswers(ofAny: "\(ticket.rawValue)")
    }

    /// Takes back what was answered about some tickets, and keeps that it was asked: sent again, it
    /// must not happen twice.
    ///
    /// - Parameter tickets: their numbers, or a statement that finds them.
    /// - Throws: ``DeskError/unavailable(cause:)``.
    func withdrawAnswers(ofAny tickets: SQL) throws(DeskError) {
        try session.execute(
            """
            UPDATE answers SET status = \(Self.withdrawn), headers = '{}', body = \([UInt8]())
            WHERE ticket IN (\(tickets))
            """
        )
    }

    func sweepAnswers(before moment: Date) throws(DeskError) {
        try session.execute(
            "DELETE FROM answers WHERE created_at < \(moment - Self.answerLifetime)"
        )
    }
}
