import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Storage

/// Commits beside the disk's own rate of fdatasyncs: what group commit is worth.
struct StorePart: Sendable {
    let scale: Scale
    let databases: MeasuredDatabases

    /// One write; what it writes is made before its turn, as the desk has a mail before it writes it.
    private typealias Write = @Sendable (any DeskTransaction) throws(DeskError) -> Void
    /// Makes a write, whose place is another each time.
    private typealias Making = @Sendable (Int) -> Write

    func run() async throws {
        for kind in databases.kinds { try await run(on: kind) }
    }

    private func run(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder("benchmark")
        let store = try await databases.empty(kind, in: folder).open()
        // Where the database writes, which may be another disk than this program's.
        let place = kind == .sqlite ? folder.path : databases.home ?? folder.path
        let ticket = try await store.write { transaction throws(DeskError) in
            try transaction.insert(Self.series.arrival(1).ticket)
        }
        var sheet = Sheet(
            "store: writes to \(kind.name), each answered when it is on disk",
            columns: ["what", "writes/s", "p50", "p99", "disk syncs/s", "share", "aim"]
        )
        let fact: Making = { _ in
            { transaction throws(DeskError) in
                try transaction.record(
                    TicketEvent(ticket: ticket, at: Date(), actor: .system, kind: .changed)
                )
            }
        }
        for (name, making) in [("fact of history", fact), ("ticket", Self.open)] {
            for (writers, aim) in [(1, "≥ 80 %"), (8, ""), (32, "≥ 150 %"), (128, "")] {
                // The disk is measured right before: it is another one a minute later.
                let disk = try DiskRate(in: place, for: .seconds(1)).inPlace
                let figures = try await self.write(to: store, writers, making)
                sheet.add(
                    "\(name), \(writers) writer\(writers == 1 ? "" : "s")",
                    Figure.count(figures.rate),
                    Figure.time(figures.p50),
                    Figure.time(figures.p99),
                    Figure.count(disk),
                    "\(Figure.share(figures.rate, of: disk)) of the disk",
                    aim
                )
            }
        }
        if kind == .postgresql {
            let disk = try DiskRate(in: place, for: .seconds(1)).inPlace
            let rate = try databases.commitRate(for: scale.load)
            sheet.add(
                "a row by PostgreSQL alone, 1 connection",
                Figure.count(rate),
                "",
                "",
                Figure.count(disk),
                "\(Figure.share(rate, of: disk)) of the disk"
            )
        }
        sheet.print()
        try await store.close()
    }

    /// What the desk writes for a mail, but for the mail as it came.
    private static let open: Making = { place in
        let arrival = series.arrival(place)
        return { transaction throws(DeskError) in
            let ticket = arrival.ticket
            var (message, event) = (arrival.message, arrival.event)
            let number = try transaction.insert(ticket)
            (message.ticket, event.ticket) = (number, number)
            try transaction.insert(message, subject: ticket.subject)
            try transaction.record(event)
        }
    }

    private static let series = TicketSeries(count: 1_000_000)

    private func write(
        to store: any DurableStore,
        _ writers: Int,
        _ making: @escaping Making
    ) async throws -> LoadFigures {
        let start = ContinuousClock.now
        let deadline = start + scale.load
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for writer in 0..<writers {
                group.addTask { try await write(to: store, writer, until: deadline, making) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return LoadFigures(Latencies(times), in: ContinuousClock.now - start)
    }

    private func write(
        to store: any DurableStore,
        _ writer: Int,
        until deadline: ContinuousClock.Instant,
        _ making: Making
    ) async throws -> [Duration] {
        var times: [Duration] = []
        while ContinuousClock.now < deadline {
            let place = writer * 10_000 + times.count
            let write = making(place)
            let start = ContinuousClock.now
            try await store.write(write)
            times.append(ContinuousClock.now - start)
        }
        return times
    }
}
