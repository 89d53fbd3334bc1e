import Cryptography
import Desk
import Foundation

/// The table `sessions`: who is logged in, under the hash of the token.
extension StoreTransaction {
    func insert(_ value: Session, token: Digest) throws(DeskError) {
        let staff = value.staff
        try session.execute(
            """
            INSERT INTO sessions (token, \(name: Session.columns))
            VALUES (
                \(token.bytes), \(staff.id), \(staff.name), \(staff.mail), \(staff.phone),
                \(json(staff.roles.map(\.rawValue).sorted())), \(json(staff.queues)),
                \(staff.isBreakGlass), \(value.createdAt), \(value.expiresAt), \(value.usedAt),
                \(value.confirmedAt), \(value.address))
            """
        )
    }

    func session(_ token: Digest) throws(DeskError) -> Session? {
        try session.first(
            "SELECT \(name: Session.columns) FROM sessions WHERE token = \(token.bytes)"
        ) { (row) throws(DeskError) in try Session(row, at: 0) }
    }

    func sessions(of staff: String) throws(DeskError) -> [KeptSession] {
        try session.all(
            """
            SELECT token, \(name: Session.columns) FROM sessions
            WHERE staff = \(staff) ORDER BY created_at DESC, token
            """
        ) { (row) throws(DeskError) in
            KeptSession(token: try row.digest(0), session: try Session(row, at: 1))
        }
    }

    /// Everybody who has a session, as the newest of theirs has them.
    ///
    /// A break-glass account is somebody else than whoever has its name in the directory.
    func staffWithSessions() throws(DeskError) -> [StaffIdentity] {
        let query: SQL = """
            SELECT \(name: Session.columns) FROM sessions
            ORDER BY staff\(name: session.orderingByOctets), is_break_glass, created_at DESC
            """
        var people: [StaffIdentity] = []
        try session.each(query) { (row) throws(DeskError) in
            let isKnown = people.last.map {
                row.text(0) == $0.id && (row.integer(6) != 0) == $0.isBreakGlass
            }
            if isKnown != true { people.append(try Session(row, at: 0).staff) }
            return true
        }
        return people
    }

    func touchSession(_ token: Digest, at moment: Date) throws(DeskError) {
        try session.execute(
            "UPDATE sessions SET used_at = \(moment) WHERE token = \(token.bytes)"
        )
    }

    func confirmSessions(of staff: StaffIdentity, at moment: Date) throws(DeskError) {
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

    func deleteSession(_ token: Digest) throws(DeskError) {
        try session.execute("DELETE FROM sessions WHERE token = \(token.bytes)")
        try session.announce(.sessionEnded(token))
    }

    func sweepSessions(before moment: Date) throws(DeskError) {
        try session.execute("DELETE FROM sessions WHERE expires_at < \(moment)")
    }
}

extension Session {
    fileprivate static let columns = """
        staff, name, mail, phone, roles, queues, is_break_glass, created_at, expires_at, used_at,
        confirmed_at, address
        """

    /// Reads ``columns``, which begin at `index`.
    fileprivate init(_ row: any SQLRow, at index: Int) throws(DeskError) {
        self.init(
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
