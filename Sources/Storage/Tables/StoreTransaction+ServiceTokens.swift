import Cryptography
import Desk
import Foundation

/// The table `service_tokens`: what other systems may do, under the hash of the token.
extension StoreTransaction {
    func insert(_ token: ServiceToken, digest: Digest) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO service_tokens (token, \(name: ServiceToken.columns))
            VALUES (
                \(digest.bytes), \(token.id.bytes), \(token.name),
                \(json(token.scopes.map(\.rawValue).sorted())), \(json(token.queues)),
                \(token.createdBy), \(token.createdAt), \(token.expiresAt), \(token.usedAt),
                \(token.revokedAt))
            """
        )
    }

    func serviceToken(_ token: Digest) throws(DeskError) -> ServiceToken? {
        try session.first(where: "token = \(token.bytes)")
    }

    func serviceTokens() throws(DeskError) -> [ServiceToken] {
        try session.all("\(ServiceToken.selection) ORDER BY id DESC", ServiceToken.init(_:))
    }

    func touchServiceToken(_ digest: Digest, at moment: Date) throws(DeskError) {
        try session.execute(
            "UPDATE service_tokens SET used_at = \(moment) WHERE token = \(digest.bytes)"
        )
    }

    func revokeServiceToken(_ id: UUIDv7, at moment: Date) throws(DeskError) {
        try session.execute(
            "UPDATE service_tokens SET revoked_at = \(moment) WHERE id = \(id.bytes)"
        )
        let digest = try session.first(
            "SELECT token FROM service_tokens WHERE id = \(id.bytes)"
        ) { (row) throws(DeskError) in try row.digest(0) }
        if let digest { try session.announce(.sessionEnded(digest)) }
    }
}

extension ServiceToken: SelectedValue {
    fileprivate static let columns = """
        id, name, scopes, queues, created_by, created_at, expires_at, used_at, revoked_at
        """

    static let selection: SQL = "SELECT \(name: columns) FROM service_tokens"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
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
