import DeskTesting
import Foundation

/// A ticket and a page of tickets, in a small store and in a large one, beside a bare route.
struct HTTPPart: Sendable {
    let scale: Scale
    let stores: FilledStores

    /// Tickets that are asked for, spread over the whole store.
    private static let ticketsAsked = 500
    /// Lists of 25 a second: 15,000 rows.
    private static let listsPerCore = 600.0

    func run() async throws {
        let folder = try TemporaryFolder("benchmark")
        let port = try freePort()
        let bare = try LoopbackProcess(
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
            ["bare", "--port", "\(port)"],
            logPath: folder.path("bare.log")
        )
        defer { bare.stop() }
        try bare.waitUntilAnswering(on: [port])
        for kind in stores.databases.kinds {
            try await measure(kind, beside: bare, on: port, in: folder)
        }
    }

    private func measure(
        _ kind: StoreKind,
        beside bare: LoopbackProcess,
        on port: UInt16,
        in folder: TemporaryFolder
    ) async throws {
        var sheet = Sheet(
            "http on \(kind.name): 64 keep-alive connections",
            columns: ["what", "req/s", "p50", "p99", "server CPU", "CPU each", "share", "aim"]
        )
        var lists: [Double] = []
        var memory: [String] = []
        for count in scale.tickets {
            let house = try House(in: folder, store: stores.location(kind, count))
            defer { house.process.stop() }
            let idle = try await house.memory(after: .seconds(1))
            let round = Round(folder: folder, house: house, bare: bare, barePort: port)
            lists.append(try await measure(round, tickets: count, &sheet))
            let loaded = try await house.memory()
            memory.append(
                "  memory with \(Figure.count(Double(count))) tickets: "
                    + "\(Figure.memory(idle.resident)) idle, "
                    + "\(Figure.memory(loaded.resident)) after (aim: < 80 MB idle)"
            )
        }
        sheet.add(
            "list, most beside fewest",
            "",
            "",
            "",
            "",
            "",
            Figure.share(lists.last ?? 0, of: lists.first ?? 0),
            "100 %"
        )
        sheet.print()
        for line in memory { Terminal.say(line) }
    }

    /// Who is asked in one round.
    private struct Round {
        let folder: TemporaryFolder
        let house: House
        let bare: LoopbackProcess
        let barePort: UInt16
    }

    /// The three loads on one store; the list's share of the bare route.
    private func measure(
        _ round: Round,
        tickets: Int,
        _ sheet: inout Sheet
    ) async throws -> Double {
        let token = try round.house.logIn()
        let step = max(1, tickets / Self.ticketsAsked)
        let numbers = stride(from: 1, through: tickets, by: step).shuffled()
        let size = Figure.count(Double(tickets))
        let bare = HTTPLoad(port: round.barePort, paths: ["/healthz"], duration: scale.load)
        let one = HTTPLoad(
            port: round.house.http,
            paths: numbers.map { "/v1/tickets/\($0)" },
            token: token,
            duration: scale.load
        )
        let page = HTTPLoad(
            port: round.house.http,
            paths: ["/v1/tickets?limit=25"],
            token: token,
            duration: scale.load
        )
        // One clerk who writes notes as fast as the disk takes them.
        let notes = HTTPLoad(
            port: round.house.http,
            paths: numbers.map { "/v1/tickets/\($0)/messages" },
            token: token,
            body: #"{"kind":"note","body":"Ringde, ingen svarade. Försöker igen."}"#,
            connections: 2,
            duration: scale.load
        )
        let pid = round.house.process.pid
        let yardstick = try await row("bare", bare, round.bare.pid, round, nil, "", &sheet)
        let rate = try await row(
            "ticket of \(size)",
            one,
            pid,
            round,
            yardstick,
            "≥ 60 %",
            &sheet
        )
        let list = try await row(
            "list of 25 of \(size)",
            page,
            pid,
            round,
            yardstick,
            "CPU ≤ 1.6 ms",
            &sheet
        )
        // At a rate that is asked of it: beyond, the time is that of the queue, not of the work.
        var calm = one
        calm.rate = rate / 2
        var paced = page
        paced.rate = Self.listsPerCore * Double(ProcessInfo.processInfo.activeProcessorCount)
        for (name, load, aim) in [
            ("ticket", one, "p99 ≤ 10 ms"), ("ticket at half of its rate", calm, "p99 ≤ 10 ms"),
            ("list of 25", page, ""),
            ("15,000 rows/s a core in lists of 25", paced, "p99 ≤ 10 ms"),
        ] {
            async let written = notes.run(in: round.folder)
            _ = try await row(
                "\(name) while notes are written",
                load,
                pid,
                round,
                nil,
                aim,
                &sheet
            )
            let figures = try await written
            sheet.add("  notes", Figure.count(figures.rate), Figure.time(figures.p50))
            if figures.failures > 0 { Terminal.note("\(figures.failures) notes were refused") }
        }
        return list / yardstick
    }

    private func row(
        _ name: String,
        _ load: HTTPLoad,
        _ pid: Int32,
        _ round: Round,
        _ yardstick: Double?,
        _ aim: String,
        _ sheet: inout Sheet
    ) async throws -> Double {
        let watch = try ProcessorWatch([pid])
        let figures = try await load.run(in: round.folder)
        sheet.add(
            name,
            Figure.count(figures.rate),
            Figure.time(figures.p50),
            Figure.time(figures.p99),
            Figure.share(try watch.share(of: pid), of: 1),
            Figure.time(try watch.used(by: pid) / Double(max(1, figures.count))),
            yardstick.map { "\(Figure.share(figures.rate, of: $0)) of bare" } ?? "",
            aim
        )
        if figures.failures > 0 {
            Terminal.note("\(name): \(figures.failures) answers were refusals")
        }
        return figures.rate
    }
}
