public import Desk
import Foundation
public import Metrics
import PostgreSQLClient

/// What the daemon asks of a store beside what the desk does; both databases can do it.
public protocol DurableStore: DeskStore {
    /// What hears of other daemons' doings; nil where nobody else can be on the store.
    var listener: StoreListener? { get }

    /// Whether they are those that this program knows.
    var tables: KnownTables { get }

    /// The writes whose callers wait, without asking the database.
    var openWrites: OpenWrites { get }

    /// How the store stands just now.
    func figures() async throws(DeskError) -> StoreFigures

    /// Sees that nobody serves from it still, where it was opened to be copied.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``: somebody may have come meanwhile.
    func checkSeclusion() async throws(DeskError)

    /// Finishes what was begun and lets go of the database.
    func close() async throws(DeskError)
}

extension DurableStore {
    /// Writes and syncs a trifle, to see whether the store can, and whether it may: a newer program
    /// may have changed its tables.
    public func probe() async throws(DeskError) {
        let tables = tables
        try await write { transaction throws(DeskError) in
            let transaction = StoreTransaction(transaction)
            try tables.look(by: transaction.session)
            try transaction.session.execute(
                """
                INSERT INTO pulse (id, at) VALUES (1, \(transaction.now))
                ON CONFLICT (id) DO UPDATE SET at = excluded.at
                """
            )
        }
    }
}

extension DurableStore {
    /// A lock of the kernel's, as a file has it, lasts as long as the program.
    public func checkSeclusion() async throws(DeskError) {}
}

extension DurableStore {
    fileprivate func checkIsWhole() async throws(DeskError) {
        let isUnfinished = try await read { reading throws(DeskError) in
            let marks = MarkTable(session: StoreTransaction(reading).session)
            return try marks.find(.unfinishedCopy) != nil
        }
        guard !isUnfinished else {
            throw .unavailable(
                cause: "the store holds a copy that was broken off: run helpdeskd store copy again"
            )
        }
    }
}

extension StoreTransaction {
    /// The transaction of one of our own stores, seen from inside.
    init(_ transaction: any DeskReading) {
        guard let own = transaction as? StoreTransaction else {
            preconditionFailure("this store runs its own transactions")
        }
        self = own
    }
}

/// Where a store is.
public enum StoreLocation: Sendable, Equatable, CustomStringConvertible {
    /// A file of SQLite, by its full path.
    case sqlite(path: String)
    /// A database of PostgreSQL, by libpq's address.
    case postgresql(address: String)

    /// Reads `sqlite:/full/path` or `postgresql://user@host/database`; nil for anything else.
    ///
    /// Several hosts may stand in PostgreSQL's address, as libpq has it: the one that can be
    /// written is found again after a fail-over.
    public init?(_ url: String) {
        if url.hasPrefix("sqlite:/") {
            self = .sqlite(path: String(url.dropFirst("sqlite:".count)))
        } else if url.hasPrefix("postgresql://") || url.hasPrefix("postgres://"),
            !Self.hasUnescapedLogin(url), PostgreSQLConnection.understands(url)
        {
            self = .postgresql(address: url)
        } else {
            return nil
        }
    }

    /// As it is written, without the login that an address may carry.
    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgresql(let address): Self.withoutSecrets(address)
        }
    }

    /// Opens the store and brings its tables up to date.
    ///
    /// - Parameters:
    ///   - use: what it is opened for.
    ///   - metrics: is told of every commit.
    /// - Returns: the store, for the caller to close.
    /// - Throws: ``DeskError/unavailable(cause:)``: it cannot be used just now, or at all.
    public func open(
        for use: StoreUse = .visiting,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance
    ) async throws(DeskError) -> any DurableStore {
        let store: any DurableStore
        switch self {
        case .sqlite(let path):
            store = try SQLiteStore(path: path, alone: use.isAlone, metrics: metrics)
        case .postgresql(let address):
            do throws(DeskError) {
                store = try await PostgreSQLStore(address: address, for: use, metrics: metrics)
            } catch {
                guard case .unavailable(let cause) = error else { throw error }
                // libpq may quote a part of the address.
                throw .unavailable(cause: Self.withoutSecrets(cause))
            }
        }
        do throws(DeskError) {
            if case .takingCopy = use { return store }
            try await store.checkIsWhole()
            return store
        } catch {
            try await store.close()
            throw error
        }
    }
}

extension StoreLocation {
    /// A text without the logins and passwords of the addresses that it may quote.
    ///
    /// It takes away too much rather than too little: up to the last `@` behind `://`, since a
    /// password may hold whatever its owner forgot to escape, and whatever stands behind
    /// `password=`, up to a space that neither quotes nor a backslash cover (libpq's
    /// `key=value` pairs).
    public static func withoutSecrets(_ text: String) -> String {
        text.replacing(/(?s):\/\/.*@/, with: "://…@")
            .replacing(/(?is)password\s*=\s*('([^'\\]|\\.)*'?|([^\s\\]|\\.)*)/, with: "password=…")
    }

    /// True when a login holds `/`, `?`, `#` or `@` as it is, which belong to the address: libpq
    /// would take a part of the password for a host or a port, and say so.
    ///
    /// Source: RFC 3986 §3.2; a value behind `?` may hold an `@`, which libpq lets pass.
    public static func hasUnescapedLogin(_ url: String) -> Bool {
        guard let start = url.firstRange(of: "://") else { return false }
        let rest = url[start.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard authority.count(where: { $0 == "@" }) <= 1 else { return true }
        let behind = rest.dropFirst(authority.count)
        guard behind.first != "#" else { return behind.contains("@") }
        let path = behind.prefix { $0 != "?" }
        let parameters = behind.dropFirst(path.count + 1).split(separator: "&")
        return path.contains("@")
            || parameters.contains { $0.contains("@") && !$0.prefix { $0 != "@" }.contains("=") }
    }
}
