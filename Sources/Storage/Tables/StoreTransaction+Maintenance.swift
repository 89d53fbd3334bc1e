import Desk
import Foundation

/// The table `maintenance`.
extension StoreTransaction {
    func maintenance(_ number: Int64) throws(DeskError) -> Maintenance {
        try session.one(where: "number = \(number)")
    }

    func maintenances(
        endingAfter moment: Date,
        limit: Int
    ) throws(DeskError) -> [Maintenance] {
        try session.all(
            where: """
                cancelled_at IS NULL AND ends_at > \(moment)
                ORDER BY starts_at, number LIMIT \(limit)
                """
        )
    }

    func insert(_ maintenance: Maintenance) throws(DeskError) -> Int64 {
        try session.first(
            """
            INSERT INTO maintenance (\(name: Maintenance.columns))
            VALUES (
                \(try session.nextNumber(in: "maintenance")), \(maintenance.startsAt),
                \(maintenance.endsAt), \(json(maintenance.services)),
                \(maintenance.notice.swedish), \(maintenance.notice.english),
                \(maintenance.createdBy), \(maintenance.cancelledAt))
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
}

extension Maintenance: SelectedValue {
    fileprivate static let columns = """
        number, starts_at, ends_at, services, notice_sv, notice_en, created_by, cancelled_at
        """

    static let selection: SQL = "SELECT \(name: columns) FROM maintenance"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
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
