import Desk

/// The table `registers`: the last number of each year.
extension StoreTransaction {
    /// The next number; whoever draws at the same time waits until this transaction has ended.
    func drawRegisterNumber(of year: Int) throws(DeskError) -> Int {
        let drawn = try session.first(
            """
            INSERT INTO registers (year, last) VALUES (\(year), 1)
            ON CONFLICT (year) DO UPDATE SET last = registers.last + 1
            RETURNING last
            """
        ) { Int($0.integer(0)) }
        guard let drawn else { throw .unavailable(cause: "a register gave no number") }
        return drawn
    }
}
