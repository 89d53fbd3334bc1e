public import Desk
import Foundation

extension SQLiteStore {
    /// The keys that sign our letters, newest first; the first start makes one.
    ///
    /// They live in the store so that a restored backup still knows the letters of before.
    public func proofKeys() async throws(DeskError) -> [TicketProof.Key] {
        try await write { transaction throws(DeskError) in
            guard let transaction = transaction as? StoreTransaction else {
                preconditionFailure("this store runs its own transactions")
            }
            return try ProofKeyTable(session: transaction.session).keys(at: transaction.now)
        }
    }
}

/// The table `proof_keys`.
struct ProofKeyTable {
    let session: any SQLSession

    func keys(at moment: Date) throws(DeskError) -> [TicketProof.Key] {
        let found = try session.all(
            "SELECT id, secret FROM proof_keys ORDER BY created_at DESC"
        ) { (row) in TicketProof.Key(id: row.text(0), secret: row.blob(1)) }
        guard found.isEmpty else { return found }
        let key = TicketProof.Key.random(id: "a")
        try session.execute(
            """
            INSERT INTO proof_keys (id, secret, created_at)
            VALUES (\(key.id), \(key.secret), \(moment))
            """
        )
        return [key]
    }
}
