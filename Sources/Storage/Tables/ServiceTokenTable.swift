import Cryptography
import Desk
import Foundation

/// The table `service_tokens`: what other systems may do, under the hash of the token.
struct ServiceTokenTable {
    let session: any SQLSession

    private static let columns: SQL = """
        id, name, scopes, queues, created_by, created_at, expires_at, used_at, revoked_at
        """

    func insert(_ token: ServiceToken, digest: Digest) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO service_tokens (
                id, token, name, scopes, queues, created_by, created_at, expires_at, used_at,
                revoked_at)
            VALUES (
                \(token.id.bytes), \(digest.bytes), \(token.name),
                \(json(token.scopes.map(\.rawValue).sorted())), \(json(token.queues)),
                \(token.createdBy), \(token.createdAt), \(token.expiresAt), \(token.usedAt),
                \(token.revokedAt))
            """
        )
    }

    func find(_ digest: Digest) throws(DeskError) -> ServiceToken? {
        var query: SQL = "SELECT "
        query += Self.columns
        query += " FROM service_tokens WHERE token = \(digest.bytes)"
        return try session.first(query, Self.read)
    }

    func list() throws(DeskError) -> [ServiceToken] {
        var query: SQL = "SELECT "
        query += Self.columns
        query += " FROM service_tokens ORDER BY id DESC"
        return try session.all(query, Self.read)
    }

    func touch(_ digest: Digest, at moment: Date) throws(DeskError) {
        try session.execute(
            "UPDATE service_tokens SET used_at = \(moment) WHERE token = \(digest.bytes)"
        )
    }

    func revoke(_ id: UUIDv7, at moment: Date) throws(DeskError) {
        try session.execute(
            "UPDATE service_tokens SET revoked_at = \(moment) WHERE id = \(id.bytes)"
        )
        let digest = try session.first(
            "SELECT token FROM service_tokens WHERE id = \(id.bytes)"
        ) { (row) throws(DeskError) in try row.digest(0) }
        if let digest { try session.announce(.sessionEnded(digest)) }
    }

    private static func read(_ row: any SQLRow) throws(DeskError) -> ServiceToken {
        ServiceToken(
            id: try row.id(0),
            name: row.text(1),
            scopes: Set(try row.json(2, as: [TokenScope].self)),
            queues: try row.texts(3),
            createdBy: row.text(4),
            createdAt: row.moment(5),
            expiresAt: row.moment(6),
            usedAt: row.optionalMoment(7),
            revokedAt: row.optionalMoment(8)
        )
    }
}
