import Desk
import Foundation

extension PostgreSQLSession {
    /// Texts that are looked at one after the other before the index of words is asked instead.
    static let stretchTexts = 5_000
    /// With fewer hits on such a stretch a word is rare: all that the index has of it costs less
    /// than to walk on.
    static let rareHitsMax = 20
    /// Hits that one step of a walk hands over, and one look into the index.
    private static let walkedMax = 200
    private static let listedMax = 2_000
    /// Texts by which an unfinished word is known to be common, and how many of them have it then.
    private static let sampleTexts = 500
    private static let commonHitsMin: Int64 = 10

    func isFound(_ pattern: String, in ticket: Int64) throws(DeskError) -> Bool {
        try first(
            """
            SELECT 1 FROM search
            WHERE ticket = \(ticket) AND words @@ CAST(\(pattern) AS tsquery) LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Walks over the newest texts, and asks the index of words once few of them match.
    ///
    /// PostgreSQL's planner cannot tell the two apart: it takes every unfinished word that it does
    /// not know for one of two hundred, and would walk over five million texts to find none.
    func eachTicketFound(
        matching pattern: String,
        before: Int64,
        _ body: (Int64) throws(DeskError) -> Bool
    ) throws(DeskError) {
        var before = before
        var isRare = false
        while true {
            let step = try isRare ? listed(pattern, before) : walked(pattern, before)
            for ticket in step.hits where ticket < before {
                before = ticket
                guard try body(ticket) else { return }
            }
            guard let end = step.end else { return }
            isRare = isRare || step.isRare
            before = min(before, end)
        }
    }

    /// What was found on the way, newest first, a ticket once for each of its texts.
    private struct Step {
        var hits: [Int64]
        /// Tickets from this number up have been dealt with; nil when all have.
        var end: Int64?
        var isRare = false
    }

    private func walked(_ words: String, _ before: Int64) throws(DeskError) -> Step {
        let last = try first(
            """
            SELECT ticket FROM search WHERE ticket < \(before)
            ORDER BY ticket DESC LIMIT 1 OFFSET \(Self.stretchTexts)
            """
        ) { $0.integer(0) }
        // The ticket in which the stretch ends belongs to the next one, with all of its texts.
        let end = last.map { $0 + 1 } ?? 0
        guard end < before else { return Step(hits: [], end: before, isRare: true) }
        let hits = try plannedAnew(
            """
            SELECT ticket FROM search
            WHERE words @@ CAST(\(words) AS tsquery) AND ticket < \(before) AND ticket >= \(end)
            ORDER BY ticket DESC LIMIT \(Self.walkedMax)
            """
        )
        if hits.count == Self.walkedMax { return Step(hits: hits, end: hits.last) }
        guard last != nil else { return Step(hits: hits) }
        return Step(hits: hits, end: end, isRare: hits.count < Self.rareHitsMax)
    }

    private func listed(_ words: String, _ before: Int64) throws(DeskError) -> Step {
        var query: SQL = "SELECT ticket FROM search WHERE "
        if let (whole, last) = Self.parted(words), try isCommon(last, before) {
            // The index would put together all that begins like this, to find it in few texts.
            query += "words @@ CAST(\(whole) AS tsquery)"
            query += " AND (words @@ CAST(\(last) AS tsquery)) IS TRUE"
        } else {
            query += "words @@ CAST(\(words) AS tsquery)"
        }
        // With nothing added to the number the planner would walk.
        query += " AND ticket + 0 < \(before) ORDER BY ticket + 0 DESC LIMIT \(Self.listedMax)"
        let hits = try plannedAnew(query)
        return Step(hits: hits, end: hits.count == Self.listedMax ? hits.last : nil)
    }

    /// The finished words and the last one, when there are several.
    private static func parted(_ words: String) -> (whole: String, last: String)? {
        guard let seam = words.range(of: " & ", options: .backwards) else { return nil }
        return (String(words[..<seam.lowerBound]), String(words[seam.upperBound...]))
    }

    private func isCommon(_ word: String, _ before: Int64) throws(DeskError) -> Bool {
        let hits = try first(
            """
            SELECT count(*) FROM (
                SELECT words FROM search WHERE ticket < \(before)
                ORDER BY ticket DESC LIMIT \(Self.sampleTexts)) AS newest
            WHERE words @@ CAST(\(word) AS tsquery)
            """
        ) { $0.integer(0) }
        return (hits ?? 0) >= Self.commonHitsMin
    }
}
