import Cryptography
public import Desk
public import Foundation

/// Reads the chain from its first link to its head, and every row that it holds.
struct ChainExamination {
    let store: any DurableStore
    /// The digests of these seals are remembered, to be compared with signed heads.
    let wanted: Set<Int64>

    private(set) var report = ChainReport()
    private(set) var digests: [Int64: Digest] = [:]
    private var sealed: [Int64: NumberRanges] = [:]
    private var lastID: Int64 = 0
    private var lastDigest = Seal.nothing

    private static let sealsPage = 20
    private static let rowsPage = 2_000

    init(of store: any DurableStore, rememberingDigestsOf wanted: Set<Int64> = []) {
        self.store = store
        self.wanted = wanted
    }

    mutating func run() async throws(DeskError) {
        try await walkSeals()
        var strangers: [(ChainedTable, Int64)] = []
        for chained in ChainedTable.all {
            strangers += try await self.strangers(in: chained).map { (chained, $0) }
        }
        // What came in meanwhile may have got its seal meanwhile.
        try await walkSeals()
        for (chained, id) in strangers where sealed[chained.source]?.contains(id) != true {
            report.note(.inserted(table: chained.table.name, id: id))
        }
        try await countUnsealed()
    }

    private mutating func walkSeals() async throws(DeskError) {
        while true {
            let after = lastID
            let page = try await store.read { reading throws(DeskError) in
                let transaction = StoreTransaction(reading)
                let seals = try transaction.seals(after: after, limit: Self.sealsPage)
                var found: [(id: Int64, seal: Seal?, digests: [Int64: [Int64: Digest]])] = []
                for (id, seal) in seals {
                    var digests: [Int64: [Int64: Digest]] = [:]
                    for chained in ChainedTable.all {
                        let ids = (seal?.records ?? []).filter { $0.source == chained.source }
                        digests[chained.source] = try chained.digests(
                            of: ids.map(\.id),
                            in: transaction.session
                        )
                    }
                    found.append((id, seal, digests))
                }
                return found
            }
            for (id, seal, digests) in page { examine(seal, id, digests) }
            guard page.count == Self.sealsPage else { return }
        }
    }

    private mutating func examine(
        _ seal: Seal?,
        _ id: Int64,
        _ digests: [Int64: [Int64: Digest]]
    ) {
        report.seals += 1
        report.beganAt = report.beganAt ?? seal?.at
        if id != lastID + 1 { report.note(.sealsMissing(from: lastID + 1, to: id - 1)) }
        defer { lastID = id }
        guard let seal, seal.isWhole else {
            report.note(.sealChanged(id))
            lastDigest = seal?.digest.bytes ?? Seal.nothing
            if let seal { examine(seal.records, of: id, digests) }
            return
        }
        if id == lastID + 1, seal.previous != lastDigest { report.note(.sealUnlinked(id)) }
        lastDigest = seal.digest.bytes
        report.head = ChainHead(seal: id, digest: seal.digest, at: seal.at)
        if wanted.contains(id) { self.digests[id] = seal.digest }
        examine(seal.records, of: id, digests)
    }

    private mutating func examine(
        _ records: [Seal.Record],
        of seal: Int64,
        _ digests: [Int64: [Int64: Digest]]
    ) {
        for record in records {
            let table = ChainedTable.all.first { $0.source == record.source }?.table.name ?? "?"
            report.rows += 1
            if !sealed[record.source, default: NumberRanges()].insert(record.id) {
                report.note(.doubled(table: table, id: record.id, seal: seal))
            }
            guard let found = digests[record.source]?[record.id] else {
                report.note(.removed(table: table, id: record.id, seal: seal))
                continue
            }
            if found != record.digest {
                report.note(.changed(table: table, id: record.id, seal: seal))
            }
        }
    }

    /// Rows that are in no seal and that none is owed to.
    private func strangers(in chained: ChainedTable) async throws(DeskError) -> [Int64] {
        var strangers: [Int64] = []
        var last: Int64?
        while true {
            let after = last ?? .min
            let known = sealed[chained.source] ?? NumberRanges()
            let (rows, found) = try await store.read { reading throws(DeskError) in
                let session = StoreTransaction(reading).session
                let rows = try session.all(
                    """
                    SELECT t.id, u.record FROM \(name: chained.table.name) t
                    LEFT JOIN unsealed u ON u.source = \(chained.source) AND u.record = t.id
                    WHERE t.id > \(after) ORDER BY t.id LIMIT \(Self.rowsPage)
                    """
                ) { (id: $0.integer(0), isOwed: !$0.isNull(1)) }
                return (rows, rows.filter { !$0.isOwed && !known.contains($0.id) }.map(\.id))
            }
            strangers += found
            guard rows.count == Self.rowsPage, strangers.count < ChainReport.faultsMax else {
                return strangers
            }
            last = rows.last?.id
        }
    }

    /// Counts what waits for its seal, and names what was removed while it did.
    private mutating func countUnsealed() async throws(DeskError) {
        let (count, missing) = try await store.read { reading throws(DeskError) in
            let transaction = StoreTransaction(reading)
            var missing: [(String, Int64)] = []
            for chained in ChainedTable.all {
                let name = chained.table.name
                missing += try transaction.session.all(
                    """
                    SELECT u.record FROM unsealed u
                    LEFT JOIN \(name: name) t ON t.id = u.record
                    WHERE u.source = \(chained.source) AND t.id IS NULL
                    ORDER BY u.record LIMIT \(ChainReport.faultsMax)
                    """
                ) { (name, $0.integer(0)) }
            }
            return (try transaction.unsealedCount(), missing)
        }
        report.unsealed = count
        for (table, id) in missing { report.note(.removed(table: table, id: id, seal: nil)) }
    }
}

extension DurableStore {
    /// Makes the next link of the chain; nil when nothing is owed one.
    ///
    /// Several daemons may do so at once: one of them makes it, and the others what comes after. It is
    /// done once a second, by which a daemon also learns soon that a newer one has changed the tables.
    public func seal(at moment: Date) async throws(DeskError) -> ChainHead? {
        let tables = tables
        let isOwed = try await read { reading throws(DeskError) in
            let transaction = StoreTransaction(reading)
            try tables.look(by: transaction.session)
            return try !transaction.unsealed(atMost: 1).isEmpty
        }
        guard isOwed else { return nil }
        return try await write { transaction throws(DeskError) in
            try StoreTransaction(transaction).seal(at: moment).map {
                ChainHead(seal: $0.id, digest: $0.digest, at: $0.at)
            }
        }
    }

    /// The newest seal; nil when nothing was sealed yet.
    public func chainHead() async throws(DeskError) -> ChainHead? {
        try await read { reading throws(DeskError) in
            try StoreTransaction(reading).newestSeal().map {
                ChainHead(seal: $0.id, digest: $0.digest, at: $0.at)
            }
        }
    }

    /// Rows that are in no seal yet.
    public func unsealedCount() async throws(DeskError) -> Int64 {
        try await read { reading throws(DeskError) in
            try StoreTransaction(reading).unsealedCount()
        }
    }

    /// Reads the whole chain and every row that it holds, and compares it with heads that were
    /// signed.
    ///
    /// The desk may serve meanwhile. It takes room for the ids of one seal and for the gaps between
    /// them, whatever the number of rows.
    public func examineChain(
        against heads: [SignedHead] = []
    ) async throws(DeskError) -> ChainReport {
        var examination = ChainExamination(
            of: self,
            rememberingDigestsOf: Set(heads.compactMap(\.head?.seal))
        )
        try await examination.run()
        var report = examination.report
        for signed in heads {
            guard let head = signed.head else {
                report.note(.headUnsigned(file: signed.file))
                continue
            }
            guard let digest = examination.digests[head.seal] else {
                report.note(.headBeyond(file: signed.file, seal: head.seal))
                continue
            }
            if digest != head.digest {
                report.note(.headDiffers(file: signed.file, seal: head.seal))
            }
        }
        return report
    }
}

/// A head of the chain as somebody has signed it.
public struct SignedHead: Sendable {
    /// Where it was read.
    public var file: String
    /// nil when the signature does not hold.
    public var head: ChainHead?

    /// Names both members.
    public init(file: String, head: ChainHead?) {
        (self.file, self.head) = (file, head)
    }
}
