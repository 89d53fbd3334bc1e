import ArgumentParser
import Desk
import DeskTesting
import Foundation
import NIOPosix
import Storage
import Synchronization

/// Hours of mixed traffic at half of what the desk can do, to see whether anything grows.
struct Soak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Mixed traffic at half capacity; says what grows, and draws it."
    )

    @Option(help: "Minutes of traffic, after a measurement of the capacity.")
    var minutes = 30.0

    // An empty store's indexes and caches grow with its first tickets, which is no leak.
    @Option(help: "Tickets of earlier years that are there when it begins.")
    var tickets = 100_000

    @Option(help: "The database of the store: sqlite or postgresql.")
    var store = StoreKind.sqlite

    @Option(help: "The SVG file that is written.")
    var chart = "soak.svg"

    @Option(help: "Another helpdeskd than the one built beside this program.")
    var daemon: String?

    private static let callers = 8
    private static let measured: Duration = .seconds(10)

    func run() async throws {
        let folder = try TemporaryFolder("soak")
        let sink = try MailSink()
        defer { sink.process.stop() }
        let stores = try await FilledStores(
            [tickets],
            in: MeasuredDatabases([store], keptIn: nil),
            keptIn: folder.path
        )
        let location = stores.location(store, tickets)
        let house = try House(
            in: folder,
            store: location,
            submission: sink.port,
            program: daemon
        )
        defer { house.process.stop() }
        // Something to look at and to answer.
        let traffic = SoakTraffic(house: house, callers: Self.callers)
        let closed = try await traffic.run(for: Self.measured, rate: nil) { _ in }
        let capacity = closed.rate
        let before = try await house.holdingsAtRest()
        Terminal.say(
            "\(store.name): capacity \(Figure.rate(capacity, "turns")) by \(Self.callers) callers, "
                + "p99 \(Figure.time(closed.p99)); soaking at half of it for \(minutes) minutes"
        )
        let samples = try await SoakSamples(
            house: house,
            store: location,
            databases: stores.databases
        )
        let figures = try await traffic.run(
            for: .seconds(minutes * 60),
            rate: capacity / 2,
            each: samples.take
        )
        report(figures, samples)
        let after = try await house.holdingsAtRest()
        var rest =
            "at rest the daemon holds \(Figure.memory(after.own)), "
            + "\(Figure.memory(before.own)) before"
        if let pages = after.pages, let pagesBefore = before.pages {
            rest += "; SQLite \(Figure.memory(pages)), \(Figure.memory(pagesBefore)) before"
        }
        Terminal.say(rest)
        let title = String(
            format: "helpdeskd on \(store.name): %.0f turns/s for %.0f minutes, %d refused",
            figures.rate,
            minutes,
            figures.failures
        )
        try Chart(title: title, panels: samples.panels).write(to: chart)
        Terminal.say("chart: \(chart)")
        try await samples.close()
    }

    private func report(_ figures: LoadFigures, _ samples: SoakSamples) {
        Terminal.say(
            "soak: \(Figure.count(Double(figures.count))) turns, "
                + "\(Figure.rate(figures.rate, "turns")), p50 \(Figure.time(figures.p50)), "
                + "p99 \(Figure.time(figures.p99)), \(figures.failures) refused or failed"
        )
        var sheet = Sheet(
            "growth after the first \(Int(Growth.warmUp * 100)) %",
            columns: ["what", "first", "last", "highest", "an hour", "± 95 %", "verdict"]
        )
        for panel in samples.panels {
            let values = panel.values.map(\.value)
            let growth = Growth(panel.values)
            sheet.add(
                "\(panel.title), \(panel.unit)",
                values.first.map(Self.figure) ?? "",
                values.last.map(Self.figure) ?? "",
                values.max().map(Self.figure) ?? "",
                growth.map { Self.figure($0.perHour) } ?? "",
                growth.map { Self.figure($0.margin) } ?? "",
                growth?.verdict ?? "too short to say"
            )
        }
        sheet.print()
    }

    private static func figure(_ value: Double) -> String { String(format: "%.2f", value) }
}

/// Callers that share out the turns of a soak among them.
struct SoakTraffic: Sendable {
    let house: House
    let callers: Int
    private let next = Counter()

    private final class Counter: Sendable {
        let turns = Atomic<Int>(0)
    }

    init(house: House, callers: Int) {
        self.house = house
        self.callers = callers
    }

    /// How long a window is whose latencies are summed up at a time.
    static let window: Duration = .seconds(2)

    /// Takes turns at a rate, or as fast as it goes; `each` gets the latencies of every window.
    ///
    /// At a rate, a turn's time counts from when it was due: a desk that is slow for a while is slow
    /// for all that came meanwhile.
    func run(
        for duration: Duration,
        rate: Double?,
        each: @escaping @Sendable (Latencies) async throws -> Void
    ) async throws -> LoadFigures {
        let threads = NIOThreadPool(numberOfThreads: callers)
        threads.start()
        let ledger = SoakLedger(start: .now, end: .now + duration, rate: rate)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for place in 0..<callers {
                group.addTask {
                    try await threads.runIfActive { try call(place, ledger) }
                }
            }
            group.addTask {
                while ContinuousClock.now < ledger.end {
                    try await Task.sleep(for: Self.window)
                    try await each(ledger.takeWindow())
                }
            }
            try await group.waitForAll()
        }
        try await threads.shutdownGracefully()
        return ledger.figures
    }

    private func call(_ place: Int, _ ledger: SoakLedger) throws {
        var caller = try SoakCaller(of: house, place: place)
        while let due = ledger.nextTurn() {
            let pause = due - ContinuousClock.now
            if pause > .zero { usleep(UInt32(pause / .microseconds(1))) }
            let number = next.turns.add(1, ordering: .relaxed).newValue
            let isDone = try caller.turn(number)
            ledger.add(ContinuousClock.now - due, isDone: isDone)
        }
    }
}

/// When the turns of a run are due, and how long each took.
final class SoakLedger: Sendable {
    let start: ContinuousClock.Instant
    let end: ContinuousClock.Instant
    private let rate: Double?

    private struct State {
        var turns = 0
        var failures = 0
        var window: [Duration] = []
        var all: [Duration] = []
    }

    private let state = Mutex(State())

    init(start: ContinuousClock.Instant, end: ContinuousClock.Instant, rate: Double?) {
        self.start = start
        self.end = end
        self.rate = rate
    }

    /// When the next turn is due; nil when the time is over.
    func nextTurn() -> ContinuousClock.Instant? {
        let turn = state.withLock { state in
            state.turns += 1
            return state.turns - 1
        }
        let due = rate.map { start + .seconds(Double(turn) / $0) } ?? .now
        return due < end ? due : nil
    }

    func add(_ time: Duration, isDone: Bool) {
        state.withLock { state in
            state.window.append(time)
            state.all.append(time)
            if !isDone { state.failures += 1 }
        }
    }

    func takeWindow() -> Latencies {
        let window = state.withLock { state in
            defer { state.window.removeAll(keepingCapacity: true) }
            return state.window
        }
        return Latencies(window)
    }

    var figures: LoadFigures {
        state.withLock { state in
            var figures = LoadFigures(Latencies(state.all), in: end - start)
            figures.failures = state.failures
            return figures
        }
    }
}
