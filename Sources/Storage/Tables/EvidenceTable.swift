import Desk
import Foundation
import KnowledgeBase

/// The table `evidence`: what tickets have taught about articles.
struct EvidenceTable {
    let session: any SQLSession

    func insert(_ kept: KeptEvidence) throws(DeskError) {
        let evidence = kept.evidence
        try session.execute(
            """
            INSERT INTO evidence (id, ticket, article, origin, verdict, text, learnt_at)
            VALUES (
                \(kept.id.bytes), \(evidence.ticket), \(evidence.article), \(kept.origin),
                \(evidence.verdict), \(evidence.text), \(kept.learntAt))
            """
        )
        try session.announce(.evidenceChanged)
    }

    func list(of ticket: TicketNumber) throws(DeskError) -> [KeptEvidence] {
        var query = Self.selection
        query += " WHERE ticket = \(ticket.rawValue) ORDER BY id"
        return try session.all(query) { (row) throws(DeskError) in try Self.kept(row) }
    }

    func list(
        about article: String?,
        before: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [KeptEvidence] {
        var query = Self.selection
        query += Self.isAbout(article)
        if let before { query += " AND id < \(before.bytes)" }
        query += " ORDER BY id DESC LIMIT \(limit)"
        return try session.all(query) { (row) throws(DeskError) in try Self.kept(row) }
    }

    func newest(limit: Int) throws(DeskError) -> [Evidence] {
        var query = Self.selection
        query += " ORDER BY id DESC LIMIT \(limit)"
        return try session.all(query) { (row) throws(DeskError) in try Self.evidence(row) }
            .reversed()
    }

    func counts() throws(DeskError) -> [EvidenceCount] {
        let counts = try session.all(
            """
            SELECT article,
                count(CASE WHEN verdict = \(Evidence.Verdict.answered) THEN 1 END),
                count(CASE WHEN verdict = \(Evidence.Verdict.rejected) THEN 1 END),
                count(CASE WHEN verdict = \(Evidence.Verdict.unanswered) THEN 1 END),
                max(learnt_at)
            FROM evidence GROUP BY article
            """
        ) { row in
            EvidenceCount(
                article: row.optionalText(0),
                answered: Int(row.integer(1)),
                rejected: Int(row.integer(2)),
                unanswered: Int(row.integer(3)),
                newestAt: row.moment(4)
            )
        }
        // The databases do not agree on the order of texts.
        return counts.sorted { ($0.article ?? "") < ($1.article ?? "") }
    }

    func mark() throws(DeskError) -> EvidenceMark {
        let newest = try session.first("SELECT id FROM evidence ORDER BY id DESC LIMIT 1") {
            (row) throws(DeskError) in try row.id(0)
        }
        let count = try session.first("SELECT count(*) FROM evidence") { $0.integer(0) }
        return EvidenceMark(count: Int(count ?? 0), newest: newest)
    }

    func remove(_ ids: [UUIDv7]) throws(DeskError) {
        try session.execute(
            "DELETE FROM evidence WHERE id IN (\(list: ids.map { .blob($0.bytes) }))"
        )
        try session.announce(.evidenceChanged)
    }

    func remove(about article: String?) throws(DeskError) -> Int {
        var statement: SQL = "DELETE FROM evidence"
        statement += Self.isAbout(article)
        let count = try session.executeNow(statement)
        if count > 0 { try session.announce(.evidenceChanged) }
        return count
    }

    /// Nobody need hear of it: what is past the limit is not used either.
    func trim(about article: String?, to countMax: Int) throws(DeskError) {
        var oldest: SQL = "SELECT id FROM evidence"
        oldest += Self.isAbout(article)
        oldest += " ORDER BY id DESC LIMIT 1 OFFSET \(countMax)"
        guard let id = try session.first(oldest, { (row) throws(DeskError) in try row.id(0) })
        else { return }
        var statement: SQL = "DELETE FROM evidence"
        statement += Self.isAbout(article)
        statement += " AND id <= \(id.bytes)"
        try session.execute(statement)
    }

    func trim(to countMax: Int) throws(DeskError) {
        let oldest = try session.first(
            "SELECT id FROM evidence ORDER BY id DESC LIMIT 1 OFFSET \(countMax)"
        ) { (row) throws(DeskError) in try row.id(0) }
        guard let oldest else { return }
        try session.execute("DELETE FROM evidence WHERE id <= \(oldest.bytes)")
    }

    private static let selection: SQL = """
        SELECT ticket, text, article, verdict, id, origin, learnt_at FROM evidence
        """

    private static func isAbout(_ article: String?) -> SQL {
        guard let article else { return " WHERE article IS NULL" }
        return " WHERE article = \(article)"
    }

    private static func evidence(_ row: any SQLRow) throws(DeskError) -> Evidence {
        Evidence(
            kept: row.text(1),
            ofTicket: Int(row.integer(0)),
            article: row.optionalText(2),
            verdict: try row.word(3)
        )
    }

    private static func kept(_ row: any SQLRow) throws(DeskError) -> KeptEvidence {
        KeptEvidence(
            id: try row.id(4),
            origin: try row.word(5),
            learntAt: row.moment(6),
            evidence: try evidence(row)
        )
    }
}
