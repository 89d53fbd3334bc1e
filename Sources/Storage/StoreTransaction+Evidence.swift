import Desk
import KnowledgeBase

extension StoreTransaction {
    private var table: EvidenceTable { EvidenceTable(session: session) }

    func evidence(of ticket: TicketNumber) throws(DeskError) -> [KeptEvidence] {
        try table.list(of: ticket)
    }

    func evidence(
        about article: String?,
        before: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [KeptEvidence] {
        try table.list(about: article, before: before, limit: limit)
    }

    func newestEvidence(limit: Int) throws(DeskError) -> [Evidence] {
        try table.newest(limit: limit)
    }

    func evidenceCounts() throws(DeskError) -> [EvidenceCount] { try table.counts() }

    func evidenceMark() throws(DeskError) -> EvidenceMark { try table.mark() }

    func insert(_ evidence: KeptEvidence) throws(DeskError) { try table.insert(evidence) }

    func removeEvidence(_ ids: [UUIDv7]) throws(DeskError) { try table.remove(ids) }

    func removeEvidence(about article: String?) throws(DeskError) -> Int {
        try table.remove(about: article)
    }

    func trimEvidence(about article: String?, to countMax: Int) throws(DeskError) {
        try table.trim(about: article, to: countMax)
    }

    func trimEvidence(to countMax: Int) throws(DeskError) { try table.trim(to: countMax) }
}
