import Desk
import Synchronization

/// Whether the tables are still those that this program knows.
///
/// Another process may bring them up to date while this one runs: a newer daemon on the same
/// PostgreSQL, or a command beside a file. From when that is seen nothing is written any more, for
/// what this program would leave out is what the newer one relies on.
public final class KnownTables: Sendable {
    private let known: Int
    /// The newer version that was found; 0 when none was.
    private let newer = Atomic(0)

    init(version known: Int) { self.known = known }

    /// True once tables of a newer version were seen: only another program can write them.
    public var areOutdated: Bool { newer.load(ordering: .acquiring) != 0 }

    /// Looks at the version that a database says it has.
    ///
    /// - Parameter version: as it stands in the database.
    /// - Throws: ``DeskError/unavailable(cause:)``: it is newer, now or when it was last looked at.
    func see(_ version: Int64) throws(DeskError) {
        if version > known { newer.store(Int(version), ordering: .releasing) }
        try check()
    }

    /// Asks the database which version it has.
    func look(by session: any SQLSession) throws(DeskError) {
        try see(try session.first(session.versionQuery) { $0.integer(0) } ?? 0)
    }

    /// Sees that nobody has found newer ones, without asking the database.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``.
    func check() throws(DeskError) {
        let found = newer.load(ordering: .acquiring)
        guard found == 0 else {
            throw .unavailable(
                cause: "the store is of version \(found), newer than this program's \(known)"
            )
        }
    }
}
