import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Storage

/// Commits beside the disk's own rate of fdatasyncs: what group commit is worth.
struct StorePart: Sendable {
    let scale: Scale

    func run() async throws {
        let folder = try TemporaryFolder("benchmark")
        let disk = try DiskRate(in: folder.path, for: .seconds(1))
        let store = try SQLiteStore(path: folder.path("helpdesk.sqlite"))
        var sheet = Sheet(
            "store: writes, each answered when it is on disk",
            columns: ["what", "writes/s", "p50", "p99", "share", "aim"]
        )
        for writers in [1, 8, 64] {
            let figures = try await write(to: store, writers)
            sheet.add(
                writers == 1 ? "1 writer" : "\(writers) writers",
                Figure.count(figures.rate),
                Figure.time(figures.p50),
                Figure.time(figures.p99),
                "\(Figure.share(figures.rate, of: disk.inPlace)) of the disk",
                writers == 1 ? "" : "> 100 %"
            )
        }
        sheet.add("disk, append + fdatasync", Figure.count(disk.appending))
        sheet.add("disk, in place + fdatasync", Figure.count(disk.inPlace))
        sheet.print()
        try store.close()
    }

    /// Facts of a ticket's history, the smallest write that the desk has.
    private func write(to store: SQLiteStore, _ writers: Int) async throws -> LoadFigures {
        let ticket = try await store.write { transaction throws(DeskError) in
            try transaction.insert(
                Ticket(
                    subject: "Fråga",
                    category: .other,
                    channel: .web,
                    queue: "e-service",
                    language: "sv",
                    citizen: Citizen(),
                    symptom: Symptom(),
                    createdAt: Date()
                )
            )
        }
        let start = ContinuousClock.now
        let deadline = start + scale.load
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<writers {
                group.addTask { try await record(in: ticket, store, until: deadline) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return LoadFigures(Latencies(times), in: ContinuousClock.now - start)
    }

    private func record(
        in ticket: TicketNumber,
        _ store: SQLiteStore,
        until deadline: ContinuousClock.Instant
    ) async throws -> [Duration] {
        var times: [Duration] = []
        while ContinuousClock.now < deadline {
            let start = ContinuousClock.now
            try await store.write { transaction throws(DeskError) in
                try transaction.record(
                    TicketEvent(ticket: ticket, at: Date(), actor: .system, kind: .changed)
                )
            }
            times.append(ContinuousClock.now - start)
        }
        return times
    }
}
