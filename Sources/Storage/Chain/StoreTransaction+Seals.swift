import Cryptography
import Desk
import Foundation

/// The tables `seals` and `unsealed`.
extension StoreTransaction {
    /// The newest seal; nil when nothing was sealed yet.
    func newestSeal() throws(DeskError) -> Seal? {
        let head = try session.first("\(Seal.selection) ORDER BY id DESC LIMIT 1") { Seal($0) }
        guard let head else { return nil }
        guard let head else { throw .unavailable(cause: "the newest seal cannot be read") }
        return head
    }

    /// The next seals after an id, in order; nil stands for one that cannot be read.
    func seals(after id: Int64, limit: Int) throws(DeskError) -> [(id: Int64, seal: Seal?)] {
        try session.all("\(Seal.selection) WHERE id > \(id) ORDER BY id LIMIT \(limit)") {
            (id: $0.integer(0), seal: Seal($0))
        }
    }

    /// Rows that are in no seal yet.
    func unsealed(atMost limit: Int) throws(DeskError) -> [(source: Int64, id: Int64)] {
        try session.all(
            "SELECT source, record FROM unsealed ORDER BY source, record LIMIT \(limit)"
        ) { (source: $0.integer(0), id: $0.integer(1)) }
    }

    func unsealedCount() throws(DeskError) -> Int64 {
        try session.first("SELECT count(*) FROM unsealed") { $0.integer(0) } ?? 0
    }

    /// Makes the next link of the chain out of what is owed one; nil when nothing is.
    ///
    /// A row that was removed before it got a seal is left owed, for an examination to find.
    func seal(at moment: Date) throws(DeskError) -> Seal? {
        let owed = try unsealed(atMost: Seal.recordsMax)
        var records: [Seal.Record] = []
        for chained in ChainedTable.all {
            let ids = owed.filter { $0.source == chained.source }.map(\.id)
            let digests = try chained.digests(of: ids, in: session)
            records += ids.compactMap { id in
                digests[id].map { Seal.Record(source: chained.source, id: id, digest: $0) }
            }
        }
        guard !records.isEmpty else { return nil }
        let seal = Seal(records, after: try newestSeal(), at: moment)
        try insert(seal)
        try session.announce(.eventsSealed)
        return seal
    }

    private func insert(_ seal: Seal) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO seals (id, at, records, previous, digest)
            VALUES (
                \(seal.id), \(seal.at), \(seal.recordOctets), \(seal.previous),
                \(seal.digest.bytes))
            """
        )
        for chained in ChainedTable.all {
            var ids = seal.records.filter { $0.source == chained.source }.map {
                SQLValue.integer($0.id)
            }[...]
            while !ids.isEmpty {
                try session.execute(
                    """
                    DELETE FROM unsealed WHERE source = \(chained.source)
                        AND record IN (\(list: Array(ids.prefix(100))))
                    """
                )
                ids = ids.dropFirst(100)
            }
        }
    }
}

extension Seal {
    fileprivate static let selection: SQL = "SELECT id, at, records, previous, digest FROM seals"

    fileprivate init?(_ row: any SQLRow) {
        self.init(
            id: row.integer(0),
            at: row.moment(1),
            records: row.blob(2),
            previous: row.blob(3),
            digest: row.blob(4)
        )
    }
}
