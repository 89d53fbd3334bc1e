import Desk
import Foundation

/// The table `parties`: addresses that staff let into a ticket, beside its citizen's.
struct PartyTable {
    let session: any SQLSession

    func insert(_ address: String, of ticket: TicketNumber) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO parties (ticket, address) VALUES (\(ticket.rawValue), \(address))
            ON CONFLICT (ticket, address) DO NOTHING
            """
        )
    }

    func contains(_ address: String, of ticket: TicketNumber) throws(DeskError) -> Bool {
        try session.first(
            """
            SELECT 1 FROM parties WHERE ticket = \(ticket.rawValue) AND address = \(address)
            """
        ) { _ in true } ?? false
    }
}

/// The table `refusals`: addresses from which mail came back for good.
struct RefusalTable {
    let session: any SQLSession

    func find(_ address: String) throws(DeskError) -> (status: String, at: Date)? {
        try session.first("SELECT status, at FROM refusals WHERE address = \(address)") { row in
            (row.text(0), row.moment(1))
        }
    }

    func keep(_ address: String, status: String, at moment: Date) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO refusals (address, status, at) VALUES (\(address), \(status), \(moment))
            ON CONFLICT (address) DO UPDATE SET status = excluded.status, at = excluded.at
            """
        )
    }

    func delete(_ address: String) throws(DeskError) {
        try session.execute("DELETE FROM refusals WHERE address = \(address)")
    }
}
