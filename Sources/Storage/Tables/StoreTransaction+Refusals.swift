import Desk
import Foundation

/// The table `refusals`: addresses from which mail came back for good.
extension StoreTransaction {
    func refusal(of address: String) throws(DeskError) -> (status: String, at: Date)? {
        try session.first("SELECT status, at FROM refusals WHERE address = \(address)") { row in
            (row.text(0), row.moment(1))
        }
    }

    func keepRefusal(
        of address: String,
        status: String,
        at moment: Date
    ) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO refusals (address, status, at) VALUES (\(address), \(status), \(moment))
            ON CONFLICT (address) DO UPDATE SET status = excluded.status, at = excluded.at
            """
        )
    }

    func forgetRefusal(of address: String) throws(DeskError) {
        try session.execute("DELETE FROM refusals WHERE address = \(address)")
    }
}
