import Desk
import Foundation

/// The table `links`: the lower number of a pair stands first.
extension StoreTransaction {
    func links(of ticket: TicketNumber) throws(DeskError) -> [TicketLink] {
        var found: [TicketLink] = []
        // Two walks over two indexes; a single condition with OR would have none.
        for condition in ["other", "one"] {
            found += try session.all(
                """
                SELECT one, other, relation, staff, at FROM links
                WHERE \(name: condition) = \(ticket.rawValue)
                ORDER BY one, other LIMIT \(DeskSettings.linksMax)
                """
            ) { (row) throws(DeskError) in
                TicketLink(
                    row.number(0),
                    row.number(1),
                    as: try row.word(2),
                    by: row.text(3),
                    at: row.moment(4)
                )
            }
        }
        return found
    }

    func save(_ link: TicketLink) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO links (one, other, relation, staff, at)
            VALUES (
                \(link.one.rawValue), \(link.other.rawValue), \(link.relation), \(link.staff),
                \(link.at))
            ON CONFLICT (one, other) DO UPDATE SET
                relation = excluded.relation, staff = excluded.staff, at = excluded.at
            """
        )
    }

    func deleteLink(between one: TicketNumber, and other: TicketNumber) throws(DeskError) {
        try session.execute(
            """
            DELETE FROM links
            WHERE one = \(min(one, other).rawValue) AND other = \(max(one, other).rawValue)
            """
        )
    }
}
