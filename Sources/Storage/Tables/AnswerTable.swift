import Cryptography
import Desk
import Foundation

/// The table `answers`: what was answered to a request that may be sent again.
struct AnswerTable {
    let session: any SQLSession

    func find(
        _ key: IdempotencyKey
    ) throws(DeskError) -> (request: Digest, answer: StoredAnswer)? {
        try session.first(
            """
            SELECT request, status, headers, body FROM answers
            WHERE principal = \(key.principal) AND target = \(key.target) AND key = \(key.key)
            """
        ) { (row) throws(DeskError) in
            (
                try row.digest(0),
                StoredAnswer(
                    status: Int(row.integer(1)),
                    headers: try row.members(2),
                    body: row.blob(3)
                )
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

    func forget(_ ticket: TicketNumber) throws(DeskError) {
        try session.execute("DELETE FROM answers WHERE ticket = \(ticket.rawValue)")
    }

    func sweep(before moment: Date) throws(DeskError) {
        try session.execute("DELETE FROM answers WHERE created_at < \(moment)")
    }
}
