import Desk
import DeskTesting
import Foundation
import Storage

/// Stores with so many tickets, written through the real store before any daemon opens them.
///
/// They last as long as this value, or for good in a folder that was named; what a measurement
/// writes into them stays there.
struct FilledStores: Sendable {
    private let temporary: TemporaryFolder?
    private let paths: [Int: String]

    /// Tickets that share a transaction.
    private static let batch = 2_000
    /// Part of the file's name: another when ``TicketSeries`` writes something else.
    private static let edition = 1

    /// Fills what is not there yet.
    init(counts: [Int], in folder: String?) async throws {
        let temporary = folder == nil ? try TemporaryFolder("benchmark") : nil
        let place = folder ?? temporary?.path ?? ""
        try FileManager.default.createDirectory(
            atPath: place,
            withIntermediateDirectories: true
        )
        var paths: [Int: String] = [:]
        for count in counts {
            let path = "\(place)/tickets-\(count)-\(Self.edition).sqlite"
            if !FileManager.default.fileExists(atPath: path) {
                try await Self.fill(path, with: TicketSeries(count: count))
            }
            paths[count] = path
        }
        self.temporary = temporary
        self.paths = paths
    }

    func path(_ count: Int) -> String {
        guard let path = paths[count] else { preconditionFailure("asked for at the start") }
        return path
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
