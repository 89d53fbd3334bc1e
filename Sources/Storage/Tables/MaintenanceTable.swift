import Desk
import Foundation

/// The table `maintenance`.
struct MaintenanceTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT number, starts_at, ends_at, services, notice_sv, notice_en, created_by, cancelled_at
        FROM maintenance
        """

    func find(_ number: Int64) throws(DeskError) -> Maintenance {
        var query = Self.selection
        query += " WHERE number = \(number)"
        guard let found = try all(query).first else { throw .notFound }
        return found
    }

    func list(endingAfter moment: Date, limit: Int) throws(DeskError) -> [Maintenance] {
        var query = Self.selection
        query += """
             WHERE cancelled_at IS NULL AND ends_at > \(moment)
            ORDER BY starts_at, number LIMIT \(limit)
            """
        return try all(query)
    }

    func insert(_ maintenance: Maintenance) throws(DeskError) -> Int64 {
        try session.first(
            """
            INSERT INTO maintenance (
                number, starts_at, ends_at, services, notice_sv, notice_en, created_by,
                cancelled_at)
            VALUES (
                \(try session.nextNumber(in: "maintenance")), \(maintenance.startsAt), \(maintenance.endsAt),
                \(json(maintenance.services)), \(maintenance.notice.swedish),
                \(maintenance.notice.english), \(maintenance.createdBy),
                \(maintenance.cancelledAt))
            RETURNING number
            """
        ) { $0.integer(0) } ?? 0
    }

    func save(_ maintenance: Maintenance) throws(DeskError) {
        try session.execute(
            """
            UPDATE maintenance SET
                starts_at = \(maintenance.startsAt), ends_at = \(maintenance.endsAt),
                services = \(json(maintenance.services)),
                notice_sv = \(maintenance.notice.swedish),
                notice_en = \(maintenance.notice.english),
                cancelled_at = \(maintenance.cancelledAt)
            WHERE number = \(maintenance.number)
            """
        )
    }

    private func all(_ query: SQL) throws(DeskError) -> [Maintenance] {
        try session.all(query) { (row) throws(DeskError) in
            Maintenance(
                number: row.integer(0),
                startsAt: row.moment(1),
                endsAt: row.moment(2),
                services: try row.texts(3),
                notice: NoticeText(swedish: row.text(4), english: row.optionalText(5)),
                createdBy: row.text(6),
                cancelledAt: row.optionalMoment(7)
            )
        }
    }
}
