import Desk
import DeskTesting
import Foundation
import Storage
import Synchronization

/// Stores with so many tickets, the same in every database, filled before any daemon opens them.
///
/// SQLite's are written through the real store; PostgreSQL's are those, copied as `helpdeskd store
/// copy` does it. They last as long as this value, or for good in a folder that was named; what a
/// measurement writes into them stays there.
struct FilledStores: Sendable {
    /// The databases that are measured.
    let databases: MeasuredDatabases

    private let temporary: TemporaryFolder?
    private let locations: [StoreKind: [Int: StoreLocation]]

    /// Tickets that share a transaction.
    private static let batch = 2_000
    /// Part of the file's name: another when ``TicketSeries`` writes something else.
    private static let edition = 1

    /// Fills what is not there yet.
    init(
        _ counts: [Int],
        in databases: MeasuredDatabases,
        keptIn folder: String?
    ) async throws {
        let temporary = folder == nil ? try TemporaryFolder("benchmark") : nil
        let place = folder ?? temporary?.path ?? ""
        try FileManager.default.createDirectory(
            atPath: place,
            withIntermediateDirectories: true
        )
        var locations: [StoreKind: [Int: StoreLocation]] = [:]
        for count in counts {
            let path = "\(place)/tickets-\(count)-\(Self.edition).sqlite"
            if !FileManager.default.fileExists(atPath: path) {
                try await Self.fill(path, with: TicketSeries(count: count))
            }
            locations[.sqlite, default: [:]][count] = .sqlite(path: path)
            guard databases.kinds.contains(.postgresql) else { continue }
            let (location, isThere) = try databases.database("tickets-\(count)-\(Self.edition)")
            // One that a copy was broken off in is gone on with.
            let isWhole = isThere ? await Self.isWhole(location) : false
            if !isWhole { try await Self.copy(path, to: location, of: count) }
            locations[.postgresql, default: [:]][count] = location
        }
        self.databases = databases
        self.temporary = temporary
        self.locations = locations
    }

    func location(_ kind: StoreKind, _ count: Int) -> StoreLocation {
        guard let location = locations[kind]?[count] else {
            preconditionFailure("asked for at the start")
        }
        return location
    }

    private static func isWhole(_ location: StoreLocation) async -> Bool {
        do throws(DeskError) {
            try await location.open().close()
            return true
        } catch {
            return false
        }
    }

    private static func copy(
        _ path: String,
        to location: StoreLocation,
        of count: Int
    ) async throws {
        let source = try SQLiteStore(path: path)
        let target = try await location.open(for: .takingCopy)
        let name = "\(Figure.count(Double(count))) tickets to PostgreSQL"
        let meter = CopyMeter(Progress(name, of: count))
        let report = try await StoreCopy(from: source, to: target).run { meter.show($0) }
        try await target.close()
        try source.close()
        meter.finish(rows: report.rows.reduce(0) { $0 + Int($1.count) })
    }

    /// Takes its final name when it is whole, so that a run that was cut short is not taken for it.
    private static func fill(_ path: String, with series: TicketSeries) async throws {
        let partial = "\(path).partial"
        for suffix in ["", "-wal", "-shm"] {
            guard FileManager.default.fileExists(atPath: partial + suffix) else { continue }
            try FileManager.default.removeItem(atPath: partial + suffix)
        }
        let store = try SQLiteStore(path: partial)
        var progress = Progress("\(Figure.count(Double(series.count))) tickets", of: series.count)
        var entries = Self.entries(after: 0, of: series)
        while let last = entries.last?.messages.first?.ticket.rawValue {
            // The next are thought up while these are written.
            async let next = Self.entries(after: Int(last), of: series)
            let written = entries
            try await store.write { transaction throws(DeskError) in
                for entry in written { try insert(entry, in: transaction) }
            }
            progress.advance(to: Int(last))
            entries = await next
        }
        try store.close()
        try FileManager.default.moveItem(atPath: partial, toPath: path)
        progress.finish()
    }

    private static func entries(after place: Int, of series: TicketSeries) -> [TicketSeries.Entry] {
        let last = min(place + batch, series.count)
        guard place < last else { return [] }
        return (place + 1...last).map { series.entry($0) }
    }

    private static func insert(
        _ entry: TicketSeries.Entry,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        let number = try transaction.insert(entry.ticket)
        precondition(number == entry.messages.first?.ticket, "an empty store counts from one")
        for (ordinal, message) in entry.messages.enumerated() {
            try transaction.insert(message, subject: ordinal == 0 ? entry.ticket.subject : nil)
        }
        for event in entry.events { try transaction.record(event) }
    }
}

/// How far a copy is: a bar for each table, first copied and then compared.
private final class CopyMeter: Sendable {
    private let progress: Mutex<Progress>

    init(_ progress: Progress) { self.progress = Mutex(progress) }

    func show(_ copy: StoreCopy.Progress) {
        let verb = copy.isComparing ? "comparing" : "copying"
        progress.withLock {
            $0.show("\(verb) \(copy.table)", Int(copy.rows), of: Int(copy.rowsTotal))
        }
    }

    func finish(rows: Int) { progress.withLock { $0.finish(rows, "rows") } }
}
