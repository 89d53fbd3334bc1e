import Desk
import KnowledgeBase

/// The table `evidence`: what tickets have taught about articles.
extension StoreTransaction {
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

    func evidence(of ticket: TicketNumber) throws(DeskError) -> [KeptEvidence] {
        try session.all(where: "ticket = \(ticket.rawValue) ORDER BY id")
    }

    func evidence(
        about article: String?,
        before: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [KeptEvidence] {
        var condition = Self.isAbout(article)
        if let before { condition += " AND id < \(before.bytes)" }
        condition += " ORDER BY id DESC LIMIT \(limit)"
        return try session.all(where: condition)
    }

    func newestEvidence(limit: Int) throws(DeskError) -> [Evidence] {
        try session.all(
            "\(KeptEvidence.selection) ORDER BY id DESC LIMIT \(limit)",
            Evidence.init(_:)
        )
        .reversed()
    }

    func evidenceCounts() throws(DeskError) -> [EvidenceCount] {
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

    func evidenceMark() throws(DeskError) -> EvidenceMark {
        let newest = try session.first("SELECT id FROM evidence ORDER BY id DESC LIMIT 1") {
            (row) throws(DeskError) in try row.id(0)
        }
        let count = try session.first("SELECT count(*) FROM evidence") { $0.integer(0) }
        return EvidenceMark(count: Int(count ?? 0), newest: newest)
    }

    func removeEvidence(_ ids: [UUIDv7]) throws(DeskError) {
        try session.execute(
            "DELETE FROM evidence WHERE id IN (\(list: ids.map { .blob($0.bytes) }))"
        )
        try session.announce(.evidenceChanged)
    }

    func removeEvidence(about article: String?) throws(DeskError) -> Int {
        let count = try session.executeNow("DELETE FROM evidence WHERE \(Self.isAbout(article))")
        if count > 0 { try session.announce(.evidenceChanged) }
        return count
    }

    /// Nobody need hear of it: what is past the limit is not used either.
    func trimEvidence(about article: String?, to countMax: Int) throws(DeskError) {
        let oldest = try session.first(
            """
            SELECT id FROM evidence WHERE \(Self.isAbout(article))
            ORDER BY id DESC LIMIT 1 OFFSET \(countMax)
            """
        ) { (row) throws(DeskError) in try row.id(0) }
        guard let oldest else { return }
        try session.execute(
            "DELETE FROM evidence WHERE \(Self.isAbout(article)) AND id <= \(oldest.bytes)"
        )
    }

    func trimEvidence(to countMax: Int) throws(DeskError) {
        let oldest = try session.first(
            "SELECT id FROM evidence ORDER BY id DESC LIMIT 1 OFFSET \(countMax)"
        ) { (row) throws(DeskError) in try row.id(0) }
        guard let oldest else { return }
        try session.execute("DELETE FROM evidence WHERE id <= \(oldest.bytes)")
    }

    private static func isAbout(_ article: String?) -> SQL {
        guard let article else { return "article IS NULL" }
        return "article = \(article)"
    }
}

extension KeptEvidence: SelectedValue {
    static let selection: SQL = """
        SELECT ticket, text, article, verdict, id, origin, learnt_at FROM evidence
        """

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            id: try row.id(4),
            origin: try row.word(5),
            learntAt: row.moment(6),
            evidence: try Evidence(row)
        )
    }
}

extension Evidence {
    /// Reads the first columns of ``KeptEvidence/selection``.
    fileprivate init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            kept: row.text(1),
            ofTicket: Int(row.integer(0)),
            article: row.optionalText(2),
            verdict: try row.word(3)
        )
    }
}
