import Cryptography
import Desk
import Foundation

/// The table `answers`: what was answered to a request that may be sent again.
struct AnswerTable {
    let session: any SQLSession

    /// The status of an answer that was withdrawn: its key still says that the request was carried out.
    private static let withdrawn = 0

    func find(
        _ key: IdempotencyKey
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

    func insert(
        _ answer: StoredAnswer,
        for key: IdempotencyKey,
        of ticket: TicketNumber?,
        at moment: Date
    ) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO answers (
                principal, target, key, request, status, headers, body, created_at, ticket)
            VALUES (
                \(key.principal), \(key.target), \(key.key), \(key.request.bytes),
                \(answer.status), \(json(answer.headers)), \(answer.body), \(moment),
                \(ticket.map { Int($0.rawValue) }))
            """
        )
    }

    /// Takes back what was answered about some tickets, and keeps that it was asked: sent again, it
    /// must not happen twice.
    ///
    /// - Parameter tickets: their numbers, or a statement that finds them.
    /// - Throws: ``DeskError/unavailable(cause:)``.
    func withdraw(_ tickets: SQL) throws(DeskError) {
        var statement: SQL = """
            UPDATE answers SET status = \(Self.withdrawn), headers = '{}', body = \([UInt8]())
            WHERE ticket IN (
            """
        statement += tickets
        statement += ")"
        try session.execute(statement)
    }

    func sweep(before moment: Date) throws(DeskError) {
        try session.execute("DELETE FROM answers WHERE created_at < \(moment)")
    }
}
