import Desk

/// The table `duty`: who takes calls.
extension StoreTransaction {
    func duty() throws(DeskError) -> [Duty] {
        try session.all("SELECT staff, name, telephone, since FROM duty ORDER BY since, staff") {
            (row) in
            Duty(
                staff: row.text(0),
                name: row.text(1),
                telephone: row.text(2),
                since: row.moment(3)
            )
        }
    }

    func save(_ duty: Duty) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO duty (staff, name, telephone, since)
            VALUES (\(duty.staff), \(duty.name), \(duty.telephone), \(duty.since))
            ON CONFLICT (staff) DO UPDATE SET
                name = excluded.name, telephone = excluded.telephone, since = excluded.since
            """
        )
    }

    func deleteDuty(of staff: String) throws(DeskError) {
        try session.execute("DELETE FROM duty WHERE staff = \(staff)")
    }
}
