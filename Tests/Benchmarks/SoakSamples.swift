import Desk
import DeskTesting
import Foundation
import Storage
import Synchronization

/// What is looked at while a soak goes on.
final class SoakSamples: Sendable {
    private let house: House
    private let store: SQLiteStore
    private let path: String
    private let start = ContinuousClock.now

    private struct Sample {
        var at: Duration
        var resident: Double
        var anonymous: Double
        var own: Double
        var pages: Double
        var descriptors: Double
        var logBytes: Double
        var storeBytes: Double
        var waiting: Double
        var p50: Double
        var p99: Double
    }

    private let samples = Mutex<[Sample]>([])

    init(house: House, path: String) throws {
        self.house = house
        self.path = path
        store = try SQLiteStore(path: path)
    }

    /// Takes one sample, with the latencies since the one before.
    @Sendable
    func take(_ latencies: Latencies) async throws {
        let pid = house.process.pid
        let memory = try await leastMemory()
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
        let waiting = try await Outbox(store: store).entries(state: .queued, limit: 10_000).count
        let holdings = try house.holdings()
        let sample = Sample(
            at: ContinuousClock.now - start,
            resident: Double(memory.resident) / 1_000_000,
            anonymous: Double(memory.anonymous) / 1_000_000,
            own: Double(holdings.own) / 1_000_000,
            pages: Double(holdings.pages) / 1_000_000,
            descriptors: Double(descriptors.count),
            logBytes: size("-wal"),
            storeBytes: size(""),
            waiting: Double(waiting),
            p50: latencies.percentile(0.5) / .milliseconds(1),
            p99: latencies.percentile(0.99) / .milliseconds(1)
        )
        samples.withLock { $0.append(sample) }
    }

    var panels: [Chart.Panel] {
        let samples = samples.withLock { $0 }
        func panel(_ title: String, _ unit: String, _ value: (Sample) -> Double) -> Chart.Panel {
            Chart.Panel(title: title, unit: unit, values: samples.map { ($0.at, value($0)) })
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
        ]
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

    private func size(_ suffix: String) -> Double {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
        // A log that was emptied and removed has no size.
        return (attributes?[.size] as? NSNumber).map { $0.doubleValue / 1_000_000 } ?? 0
    }
}
