import Cryptography
import Desk
import Foundation

/// The table `sessions`: who is logged in, under the hash of the token.
struct SessionTable {
    let session: any SQLSession

    private static let columns: SQL = """
        staff, name, mail, phone, roles, queues, is_break_glass, created_at, expires_at, used_at,
        confirmed_at, address
        """

    func insert(_ value: Session, token: Digest) throws(DeskError) {
        let staff = value.staff
        try session.execute(
            """
            INSERT INTO sessions (
                token, staff, name, mail, phone, roles, queues, is_break_glass, created_at,
                expires_at, used_at, confirmed_at, address)
            VALUES (
                \(token.bytes), \(staff.id), \(staff.name), \(staff.mail), \(staff.phone),
                \(json(staff.roles.map(\.rawValue).sorted())), \(json(staff.queues)),
                \(staff.isBreakGlass), \(value.createdAt), \(value.expiresAt), \(value.usedAt),
                \(value.confirmedAt), \(value.address))
            """
        )
    }

    func find(_ token: Digest) throws(DeskError) -> Session? {
        var query: SQL = "SELECT "
        query += Self.columns
        query += " FROM sessions WHERE token = \(token.bytes)"
        return try session.first(query) { (row) throws(DeskError) in try Self.read(row, at: 0) }
    }

    func list(of staff: String) throws(DeskError) -> [KeptSession] {
        var query: SQL = "SELECT token, "
        query += Self.columns
        query += " FROM sessions WHERE staff = \(staff) ORDER BY created_at DESC, token"
        return try session.all(query) { (row) throws(DeskError) in
            KeptSession(token: try row.digest(0), session: try Self.read(row, at: 1))
        }
    }

    /// Everybody who has a session, as the newest of theirs has them.
    ///
    /// A break-glass account is somebody else than whoever has its name in the directory.
    func staff() throws(DeskError) -> [StaffIdentity] {
        var query: SQL = "SELECT "
        query += Self.columns
        query += " FROM sessions ORDER BY staff\(name: session.orderingByOctets), is_break_glass,"
        query += " created_at DESC"
        var people: [StaffIdentity] = []
        try session.each(query) { (row) throws(DeskError) in
            let isKnown = people.last.map {
                row.text(0) == $0.id && (row.integer(6) != 0) == $0.isBreakGlass
            }
            if isKnown != true { people.append(try Self.read(row, at: 0).staff) }
            return true
        }
        return people
    }

    func touch(_ token: Digest, at moment: Date) throws(DeskError) {
        try session.execute(
            "UPDATE sessions SET used_at = \(moment) WHERE token = \(token.bytes)"
        )
    }

    func confirm(_ staff: StaffIdentity, at moment: Date) throws(DeskError) {
        try session.execute(
            """
            UPDATE sessions SET
                name = \(staff.name), mail = \(staff.mail), phone = \(staff.phone),
                roles = \(json(staff.roles.map(\.rawValue).sorted())),
                queues = \(json(staff.queues)), confirmed_at = \(moment)
            WHERE staff = \(staff.id) AND is_break_glass = \(staff.isBreakGlass)
            """
        )
    }

    func delete(_ token: Digest) throws(DeskError) {
        try session.execute("DELETE FROM sessions WHERE token = \(token.bytes)")
        try session.announce(.sessionEnded(token))
    }

    func sweep(before moment: Date) throws(DeskError) {
        try session.execute("DELETE FROM sessions WHERE expires_at < \(moment)")
    }

    private static func read(_ row: any SQLRow, at index: Int) throws(DeskError) -> Session {
        Session(
            staff: StaffIdentity(
                id: row.text(index),
                name: row.text(index + 1),
                mail: row.optionalText(index + 2),
                phone: row.optionalText(index + 3),
                roles: Set(try row.json(index + 4, as: [Role].self)),
                queues: try row.texts(index + 5),
                isBreakGlass: row.integer(index + 6) != 0
            ),
            createdAt: row.moment(index + 7),
            expiresAt: row.moment(index + 8),
            usedAt: row.moment(index + 9),
            confirmedAt: row.moment(index + 10),
            address: row.optionalText(index + 11)
        )
    }
}
