import Cryptography
import Desk
import Foundation

/// The table `sessions`: who is logged in, under the hash of the token.
struct SessionTable {
    let session: any SQLSession

    func insert(_ value: Session, token: Digest) throws(DeskError) {
        let staff = value.staff
        try session.execute(
            """
            INSERT INTO sessions (
                token, staff, name, mail, roles, queues, is_break_glass, created_at, expires_at)
            VALUES (
                \(token.bytes), \(staff.id), \(staff.name), \(staff.mail),
                \(json(staff.roles.map(\.rawValue).sorted())), \(json(staff.queues)),
                \(staff.isBreakGlass), \(value.createdAt), \(value.expiresAt))
            """
        )
    }

    func find(_ token: Digest) throws(DeskError) -> Session? {
        try session.first(
            """
            SELECT staff, name, mail, roles, queues, is_break_glass, created_at, expires_at
            FROM sessions WHERE token = \(token.bytes)
            """
        ) { (row) throws(DeskError) in
            Session(
                staff: StaffIdentity(
                    id: row.text(0),
                    name: row.text(1),
                    mail: row.optionalText(2),
                    roles: Set(try row.json(3, as: [Role].self)),
                    queues: try row.texts(4),
                    isBreakGlass: row.integer(5) != 0
                ),
                createdAt: row.moment(6),
                expiresAt: row.moment(7)
            )
        }
    }

    func delete(_ token: Digest) throws(DeskError) {
        try session.execute("DELETE FROM sessions WHERE token = \(token.bytes)")
        try session.announce(.sessionEnded(token))
    }

    func sweep(before moment: Date) throws(DeskError) {
        try session.execute("DELETE FROM sessions WHERE expires_at < \(moment)")
    }
}
