public import Desk
public import Foundation

/// A key that signs letters, as an operator sees it: never its secret.
public struct ProofKeyRecord: Sendable, Equatable {
    /// One letter or digit.
    public var id: String
    /// When it was made.
    public var createdAt: Date
    /// Whether letters are signed by it now.
    public var isSigning: Bool
}

/// The table `proof_keys`.
struct ProofKeyTable {
    let session: any SQLSession

    /// A new key only verifies for so long, in seconds: every daemon on the store looks for keys
    /// once a minute, and none may get a letter back that it cannot prove.
    static let settleTime: TimeInterval = 600

    /// The one that signs first; where there is none yet, one is made.
    func keys(at moment: Date) throws(DeskError) -> [TicketProof.Key] {
        let found = try known(at: moment)
        return found.isEmpty ? [try add(at: moment)] : found
    }

    /// The one that signs first; empty where there is none yet.
    func known(at moment: Date) throws(DeskError) -> [TicketProof.Key] {
        let found = try all()
        let signing = Self.signing(found, at: moment)
        return found.filter { $0.key.id == signing }.map(\.key)
            + found.filter { $0.key.id != signing }.map(\.key)
    }

    func records(at moment: Date) throws(DeskError) -> [ProofKeyRecord] {
        let found = try all()
        let signing = Self.signing(found, at: moment)
        return found.map {
            ProofKeyRecord(
                id: $0.key.id,
                createdAt: $0.createdAt,
                isSigning: $0.key.id == signing
            )
        }
    }

    @discardableResult
    func add(at moment: Date) throws(DeskError) -> TicketProof.Key {
        let taken = Set(try all().map(\.key.id))
        guard let id = Self.ids.lazy.map(String.init).first(where: { !taken.contains($0) }) else {
            throw .wrongState(detail: "there are \(Self.ids.count) keys: remove old ones first")
        }
        let key = TicketProof.Key.random(id: id)
        try session.execute(
            """
            INSERT INTO proof_keys (id, secret, created_at)
            VALUES (\(key.id), \(key.secret), \(moment))
            """
        )
        return key
    }

    func remove(_ id: String, at moment: Date) throws(DeskError) {
        let found = try all()
        guard found.contains(where: { $0.key.id == id }) else { throw .notFound }
        guard Self.signing(found, at: moment) != id else {
            throw .wrongState(detail: "letters are signed by this key: add another one first")
        }
        try session.execute("DELETE FROM proof_keys WHERE id = \(id)")
    }

    private static let ids = "abcdefghijklmnopqrstuvwxyz0123456789"

    private struct Kept {
        let key: TicketProof.Key
        let createdAt: Date
    }

    /// Newest first.
    private func all() throws(DeskError) -> [Kept] {
        try session.all(
            "SELECT id, secret, created_at FROM proof_keys ORDER BY created_at DESC, id"
        ) { (row) in
            Kept(
                key: TicketProof.Key(id: row.text(0), secret: row.blob(1)),
                createdAt: row.moment(2)
            )
        }
    }

    /// The newest that has settled; where none has, the oldest.
    private static func signing(_ keys: [Kept], at moment: Date) -> String? {
        (keys.first { $0.createdAt <= moment - settleTime } ?? keys.last)?.key.id
    }
}

extension DurableStore {
    /// The keys that sign and prove our letters, the signing one first; the first start makes one.
    ///
    /// They live in the store so that a restored backup still knows the letters of before, and so
    /// that several daemons on one store know each other's.
    public func proofKeys() async throws(DeskError) -> [TicketProof.Key] {
        let known = try await knownProofKeys()
        guard known.isEmpty else { return known }
        return try await write { transaction throws(DeskError) in
            let transaction = StoreTransaction(transaction)
            return try ProofKeyTable(session: transaction.session).keys(at: transaction.now)
        }
    }

    /// The same, and nothing is made: empty where no daemon has served from the store yet.
    public func knownProofKeys() async throws(DeskError) -> [TicketProof.Key] {
        try await read { reading throws(DeskError) in
            let transaction = StoreTransaction(reading)
            return try ProofKeyTable(session: transaction.session).known(at: transaction.now)
        }
    }

    /// All keys, newest first.
    public func proofKeyRecords(
        at moment: Date = Date()
    ) async throws(DeskError)
        -> [ProofKeyRecord]
    {
        try await read { reading throws(DeskError) in
            try ProofKeyTable(session: StoreTransaction(reading).session).records(at: moment)
        }
    }

    /// Makes a key that signs once every daemon on the store has heard of it; returns its id.
    ///
    /// - Throws: ``DeskError/wrongState(detail:)`` when there are as many as there are ids.
    public func addProofKey() async throws(DeskError) -> String {
        try await write { transaction throws(DeskError) in
            let transaction = StoreTransaction(transaction)
            return try ProofKeyTable(session: transaction.session).add(at: transaction.now).id
        }
    }

    /// Removes a key: answers to letters that it signed are not proven by it any more.
    ///
    /// - Throws: ``DeskError/notFound``, and ``DeskError/wrongState(detail:)`` for the one that
    ///   signs.
    public func removeProofKey(_ id: String) async throws(DeskError) {
        try await write { transaction throws(DeskError) in
            let transaction = StoreTransaction(transaction)
            let keys = ProofKeyTable(session: transaction.session)
            try keys.remove(id, at: transaction.now)
        }
    }
}
