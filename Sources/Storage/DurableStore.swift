public import Desk
import Foundation
public import Metrics

/// What the daemon asks of a store beside what the desk does; both databases can do it.
public protocol DurableStore: DeskStore {
    /// What hears of other daemons' doings; nil where nobody else can be on the store.
    var listener: StoreListener? { get }

    /// How the store stands just now.
    func figures() async throws(DeskError) -> StoreFigures

    /// Finishes what was begun and lets go of the database.
    func close() async throws(DeskError)
}

extension DurableStore {
    /// Writes and syncs a trifle, to see whether the store can.
    public func probe() async throws(DeskError) {
        try await write { transaction throws(DeskError) in
            let transaction = StoreTransaction(transaction)
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
        } else if url.hasPrefix("postgresql://") || url.hasPrefix("postgres://") {
            self = .postgresql(address: url)
        } else {
            return nil
        }
    }

    /// As it is written, without the login that an address may carry.
    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgresql(let address):
            address.replacing(/:\/\/[^\/]*@/, with: "://…@").replacing(
                /password=[^&]*/,
                with: "password=…"
            )
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
        let store: any DurableStore =
            switch self {
            case .sqlite(let path):
                try SQLiteStore(path: path, alone: use.isAlone, metrics: metrics)
            case .postgresql(let address):
                try await PostgreSQLStore(address: address, for: use, metrics: metrics)
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
