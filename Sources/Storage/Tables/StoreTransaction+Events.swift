import Desk
import Foundation

// The order of events is that of the seals: see ``LogPlace``.
extension StoreTransaction {
    func logEnd() throws(DeskError) -> LogPlace {
        let last = try session.first("SELECT max(id) FROM seals") { row in
            row.isNull(0) ? 0 : row.integer(0)
        }
        return LogPlace(seal: (last ?? 0) + 1, index: 0)
    }

    func sealedAt(_ seal: Int64) throws(DeskError) -> (moment: Date, records: Int)? {
        let found = try seals(after: seal - 1, limit: 1).first
        guard let found, found.id == seal, let seal = found.seal else { return nil }
        return (seal.at, seal.records.count)
    }

    func historyEntry(_ id: Int64) throws(DeskError) -> HistoryEntry? {
        try historyEntries([id])[id]
    }

    func loggedEvents(
        from place: LogPlace,
        limit: Int
    ) throws(DeskError) -> (events: [LoggedEvent], next: LogPlace) {
        var next = place
        var places: [(id: Int64, next: LogPlace)] = []
        var left = limit
        while left > 0 {
            let found = try seals(after: next.seal - 1, limit: 1).first
            guard let found, found.id == next.seal else { break }
            guard let seal = found.seal else {
                throw .unavailable(cause: "seal \(found.id) cannot be read")
            }
            let rest = seal.records.dropFirst(next.index).prefix(left)
            for (offset, record) in rest.enumerated()
            where record.source == ChainedTable.events.source {
                let after = LogPlace(seal: seal.id, index: next.index + offset + 1)
                places.append((record.id, after))
            }
            left -= max(1, rest.count)
            next.index += rest.count
            if next.index >= seal.records.count { next = LogPlace(seal: seal.id + 1, index: 0) }
        }
        let entries = try historyEntries(places.map(\.id))
        return (
            places.compactMap { id, next in
                entries[id].map { LoggedEvent(next: next, entry: $0) }
            },
            next
        )
    }

    /// The events with these numbers; one that was removed is not there.
    private func historyEntries(_ ids: [Int64]) throws(DeskError) -> [Int64: HistoryEntry] {
        var entries: [Int64: HistoryEntry] = [:]
        var rest = ids[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.idsAtOnce).map { SQLValue.integer($0) }
            let found = try session.all(
                """
                SELECT id, at, actor_kind, actor, actor_name, kind, details, ticket FROM events
                WHERE id IN (\(list: some))
                """
            ) { (row) throws(DeskError) in
                try HistoryEntry(row, of: row.number(7))
            }
            for entry in found { entries[entry.id] = try whole(entry) }
            rest = rest.dropFirst(Self.idsAtOnce)
        }
        return entries
    }

    private static let idsAtOnce = 100
}
