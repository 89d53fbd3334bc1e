import Desk
import Foundation

/// The table `letter_counts`: how many letters left lately, by what they have in common.
extension StoreTransaction {
    func add(_ count: LetterCount, at moment: Date) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO letter_counts (scope, subject, slot, letters)
            VALUES (\(count.scope), \(count.subject), \(Self.slot(moment)), 1)
            ON CONFLICT (scope, subject, slot) DO UPDATE SET letters = letter_counts.letters + 1
            """
        )
    }

    /// What a clock that was ahead wrote does not count; another daemon's may be ahead by a slot.
    func letters(
        _ count: LetterCount,
        within span: ClosedRange<Date>
    ) throws(DeskError) -> Int {
        let (first, last) = (Self.slot(span.lowerBound), Self.slot(span.upperBound) + 1)
        return try session.first(
            """
            SELECT coalesce(sum(letters), 0) FROM letter_counts
            WHERE scope = \(count.scope) AND subject = \(count.subject)
                AND slot BETWEEN \(first) AND \(last)
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    func sweepLetterCounts(
        _ scopes: [LetterCount.Scope],
        before moment: Date
    ) throws(DeskError) {
        try session.execute(
            """
            DELETE FROM letter_counts WHERE slot < \(Self.slot(moment))
                AND scope IN (\(list: scopes.map { SQLValue.text($0.rawValue) }))
            """
        )
    }

    /// How long a slot lasts.
    private static let slotSeconds: TimeInterval = 300

    private static func slot(_ moment: Date) -> Int64 {
        Int64((moment.timeIntervalSince1970 / slotSeconds).rounded(.down))
    }
}
