import Desk
import Foundation

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
