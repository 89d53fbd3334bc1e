import Desk
import DeskTesting
import Foundation
import Storage
import Synchronization

/// What is looked at while a soak goes on.
final class SoakSamples: Sendable {
    private let house: House
    private let store: any DurableStore
    private let databases: MeasuredDatabases
    private let start = ContinuousClock.now

    private struct Sample {
        var at: Duration
        var resident: Double
        var anonymous: Double
        var own: Double
        var pages: Double?
        var descriptors: Double
        var logBytes: Double
        var storeBytes: Double
        var waiting: Double
        var p50: Double
        var p99: Double
    }

    private let samples = Mutex<[Sample]>([])

    /// - Parameters:
    ///   - house: the daemon that is looked at.
    ///   - location: where its store is.
    ///   - databases: whose log is looked at where a server keeps the store.
    /// - Throws: when the store cannot be opened.
    init(house: House, store location: StoreLocation, databases: MeasuredDatabases) async throws {
        self.house = house
        self.databases = databases
        store = try await location.open()
    }

    /// Lets go of the store.
    func close() async throws { try await store.close() }

    /// Takes one sample, with the latencies since the one before.
    @Sendable
    func take(_ latencies: Latencies) async throws {
        let pid = house.process.pid
        let memory = try await leastMemory()
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
        let waiting = try await Outbox(store: store).entries(state: .queued, limit: 10_000).count
        let holdings = try house.holdings()
        let figures = try await store.figures()
        // Where a server sees to its log, the store knows nothing of it.
        let logBytes = try figures.walBytes ?? databases.logBytes()
        let sample = Sample(
            at: ContinuousClock.now - start,
            resident: Double(memory.resident) / 1_000_000,
            anonymous: Double(memory.anonymous) / 1_000_000,
            own: Double(holdings.own) / 1_000_000,
            pages: holdings.pages.map { Double($0) / 1_000_000 },
            descriptors: Double(descriptors.count),
            logBytes: Double(logBytes) / 1_000_000,
            storeBytes: Double(figures.bytes) / 1_000_000,
            waiting: Double(waiting),
            p50: latencies.percentile(0.5) / .milliseconds(1),
            p99: latencies.percentile(0.99) / .milliseconds(1)
        )
        samples.withLock { $0.append(sample) }
    }

    var panels: [Chart.Panel] {
        let samples = samples.withLock { $0 }
        // What a store of this kind does not have is not drawn.
        func panel(_ title: String, _ unit: String, _ value: (Sample) -> Double?) -> Chart.Panel? {
            let values = samples.compactMap { sample in value(sample).map { (sample.at, $0) } }
            return values.isEmpty ? nil : Chart.Panel(title: title, unit: unit, values: values)
        }
        return [
            panel("memory resident", "MB", \.resident),
            panel("memory of no file", "MB", \.anonymous),
            panel("memory that the daemon holds", "MB", \.own),
            panel("memory that SQLite holds", "MB", \.pages),
            panel("descriptors", "", \.descriptors),
            panel("write-ahead log", "MB", \.logBytes),
            panel("letters waiting", "", \.waiting),
            panel("latency p50", "ms", \.p50),
            panel("latency p99", "ms", \.p99),
            panel("the store itself, which is to grow", "MB", \.storeBytes),
        ].compactMap { $0 }
    }

    /// What the daemon has at the least of some looks one after the other.
    ///
    /// yescrypt takes 16 MiB for as long as it checks a password, by design; that somebody logs in
    /// while one looks is no growth.
    private func leastMemory() async throws -> ProcessFigures.Memory {
        var least = try ProcessFigures.memory(of: house.process.pid)
        for _ in 1..<Self.looks {
            try await Task.sleep(for: Self.betweenLooks)
            let memory = try ProcessFigures.memory(of: house.process.pid)
            if memory.anonymous < least.anonymous { least = memory }
        }
        return least
    }

    private static let looks = 6
    private static let betweenLooks: Duration = .milliseconds(60)
}
